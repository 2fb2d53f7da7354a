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

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
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

	private static final String LIFECYCLE = "replLifecycle";

	@Bean
	MovableClock movableClock() {
		return new MovableClock();
	}

	// The starter's own doesn't give way, and has no bean for its clock.
	@Bean
	static BeanDefinitionRegistryPostProcessor movableLifecycle(ConfigurableListableBeanFactory beans) {
		return (registry) -> {
			registry.removeBeanDefinition(LIFECYCLE);
			registry.registerBeanDefinition(LIFECYCLE,
					BeanDefinitionBuilder.rootBeanDefinition(ReplLifecycle.class, () -> lifecycle(beans))
						.getBeanDefinition());
		};
	}

	private static ReplLifecycle lifecycle(BeanFactory beans) {
		LeasePolicy policy = new LeasePolicy(Duration.ofMinutes(30), Duration.ofHours(1), false);
		MovableClock clock = beans.getBean(MovableClock.class);
		return new ReplLifecycle(beans.getBean(ReplAuthorities.class), policy, beans.getBean(ReplOpener.class),
				beans.getBeanProvider(LifecycleListener.class).orderedStream().toList(), clock, clock::nanoTime);
	}

}
