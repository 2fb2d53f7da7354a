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

package dev.replboot.runtime.take;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;

import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * Beans and definitions of beans.
 */
final class BeanTake implements Take {

	@Override
	public boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		return switch (name) {
			case "registerSingleton" -> SingletonBeanRegistry.class.isAssignableFrom(owner);
			case "registerBeanDefinition", "registerBean" -> BeanDefinitionRegistry.class.isAssignableFrom(owner);
			default -> false;
		};
	}

	@Override
	public @Nullable Object make(Call call) throws Throwable {
		return (call.target() instanceof BeanDefinitionRegistry registry && !call.name().equals("registerSingleton"))
				? define(call, registry) : register(call);
	}

	private static @Nullable Object register(Call call) throws Throwable {
		Object result = call.proceed();
		if (call.target() instanceof DefaultSingletonBeanRegistry registry
				&& call.arguments()[0] instanceof String name) {
			Takings.took(Taken.Item.change("bean " + name, "registered", () -> registry.destroySingleton(name)));
		}
		return result;
	}

	// a definition may take the place of another, and may be given a name by the context
	private static @Nullable Object define(Call call, BeanDefinitionRegistry registry) throws Throwable {
		List<String> before = List.of(registry.getBeanDefinitionNames());
		BeanDefinition replaced = (call.arguments()[0] instanceof String name && registry.containsBeanDefinition(name))
				? registry.getBeanDefinition(name) : null;
		Object result = call.proceed();
		if (replaced != null && call.arguments()[0] instanceof String name) {
			Takings.took(Taken.Item.change("bean definition " + name, "replaced",
					() -> ifActive(registry, () -> registry.registerBeanDefinition(name, replaced))));
		}
		List<String> added = new ArrayList<>(List.of(registry.getBeanDefinitionNames()));
		added.removeAll(before);
		for (String name : added) {
			Takings.took(Taken.Item.change("bean definition " + name, "registered",
					() -> ifActive(registry, () -> remove(registry, name))));
		}
		return result;
	}

	private static void remove(BeanDefinitionRegistry registry, String name) {
		if (registry.containsBeanDefinition(name)) {
			registry.removeBeanDefinition(name);
		}
	}

	private static void ifActive(BeanDefinitionRegistry registry, Runnable change) {
		if (!(registry instanceof ConfigurableApplicationContext context) || context.isActive()) {
			change.run();
		}
	}

}
