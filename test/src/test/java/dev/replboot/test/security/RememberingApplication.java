/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.replboot.test.security;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.web.exchanges.InMemoryHttpExchangeRepository;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application that keeps everything that it is told of: audit events, HTTP exchanges,
 * observations.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class RememberingApplication extends PlainWebApplication {

	@Bean
	InMemoryAuditEventRepository auditEvents() {
		return new InMemoryAuditEventRepository();
	}

	@Bean
	InMemoryHttpExchangeRepository exchanges() {
		return new InMemoryHttpExchangeRepository();
	}

	@Bean
	ObservationHandler<Observation.Context> observations() {
		return new Observations();
	}

	/**
	 * Run it.
	 * @param args properties
	 */
	public static void main(String[] args) {
		SpringApplication.run(RememberingApplication.class, args);
	}

	static class Observations implements ObservationHandler<Observation.Context> {

		private final Queue<String> all = new ConcurrentLinkedQueue<>();

		@Override
		public void onStop(Observation.Context context) {
			this.all.add(context.getName() + context.getAllKeyValues() + context.getError());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
