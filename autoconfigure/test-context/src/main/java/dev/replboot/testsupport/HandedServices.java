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

package dev.replboot.testsupport;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.listener.ListenerAddress;
import dev.replboot.listener.ReplListener;

/**
 * A listener that nobody can connect to. Gives a test what a protocol begins sessions
 * with.
 */
public final class HandedServices implements ReplListener {

	private volatile @Nullable Services services;

	/**
	 * What sessions are begun with while the REPL is open.
	 * @return the services
	 */
	public Services services() {
		Services bound = this.services;
		if (bound == null) {
			throw new IllegalStateException("The REPL is closed");
		}
		return bound;
	}

	@Override
	public String protocol() {
		return "handed";
	}

	@Override
	public Bound bind(Services services) {
		this.services = services;
		return new Bound() {

			@Override
			public ListenerAddress address() {
				return ListenerAddress.ofPath(protocol(), "nowhere", List.of());
			}

			@Override
			public void close() {
				HandedServices.this.services = null;
			}

		};
	}

	/**
	 * Brings the listener.
	 */
	@Configuration(proxyBeanMethods = false)
	public static class Configured {

		@Bean
		HandedServices handedServices() {
			return new HandedServices();
		}

	}

}
