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

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application to start without Spring Security on the class path. Prints its port.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class PlainWebApplication {

	static final String PORT = "listening on ";

	@Bean
	Announcement announcement(Environment environment) {
		return new Announcement(environment);
	}

	@RequestMapping({ "/", "/owners/{id}" })
	String page() {
		return "a page";
	}

	/**
	 * Run it.
	 * @param args properties
	 */
	public static void main(String[] args) {
		SpringApplication.run(PlainWebApplication.class, args);
	}

	static class Announcement {

		private final Environment environment;

		Announcement(Environment environment) {
			this.environment = environment;
		}

		// the health endpoint answers 503 before
		@EventListener
		void changed(AvailabilityChangeEvent<ReadinessState> event) {
			if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
				System.out.println(PORT + this.environment.getRequiredProperty("local.server.port"));
			}
		}

	}

}
