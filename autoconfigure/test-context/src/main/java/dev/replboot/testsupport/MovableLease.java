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

import java.time.Duration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.access.ReplAuthorities;
import dev.replboot.lifecycle.LeasePolicy;
import dev.replboot.lifecycle.LifecycleListener;
import dev.replboot.lifecycle.ReplLifecycle;
import dev.replboot.lifecycle.ReplOpener;

/**
 * Leases that end when the test says so.
 */
@Configuration(proxyBeanMethods = false)
public class MovableLease {

	@Bean
	MovableClock movableClock() {
		return new MovableClock();
	}

	@Bean
	ReplLifecycle replLifecycle(ReplAuthorities authorities, ReplOpener opener,
			ObjectProvider<LifecycleListener> listeners, MovableClock clock) {
		LeasePolicy policy = new LeasePolicy(Duration.ofMinutes(30), Duration.ofHours(1), false);
		return new ReplLifecycle(authorities, policy, opener, listeners.orderedStream().toList(), clock,
				clock::nanoTime);
	}

}
