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

package dev.replboot.kit.spring;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Who injects whom.
 */
public final class WiringHost {

	private final ConfigurableListableBeanFactory factory;

	/**
	 * Create it.
	 * @param context the application's context
	 */
	public WiringHost(ApplicationContext context) {
		this.factory = ((ConfigurableApplicationContext) context).getBeanFactory();
	}

	/**
	 * Find the only bean of a type.
	 * @param type the type
	 * @return its name
	 * @throws IllegalArgumentException if there is none or more than one
	 */
	public String name(Class<?> type) {
		String[] names = this.factory.getBeanNamesForType(type, true, false);
		if (names.length == 1) {
			return names[0];
		}
		throw new IllegalArgumentException((names.length == 0)
				? "There is no bean of " + type + ". (beans #\"…\") lists beans by a part of their names."
				: "There are several beans of " + type + ": " + String.join(", ", names) + ". Take one by name.");
	}

	/**
	 * Describe a bean's wiring, as far as it has been made.
	 * @param name the bean's name
	 * @return its properties by name
	 * @throws IllegalArgumentException if there is no such bean
	 */
	public Map<String, @Nullable Object> of(String name) {
		if (!this.factory.containsBean(name)) {
			throw new IllegalArgumentException(
					"There is no bean named " + name + ". (beans #\"…\") lists beans by a part of their names.");
		}
		Map<String, @Nullable Object> wiring = new LinkedHashMap<>();
		wiring.put("bean", name);
		wiring.put("class", type(name));
		if (this.factory.containsBeanDefinition(name)) {
			BeanDefinition definition = this.factory.getBeanDefinition(name);
			String scope = definition.getScope();
			wiring.put("scope", (scope == null || scope.isEmpty()) ? BeanDefinition.SCOPE_SINGLETON : scope);
			wiring.put("defined", definition.getResourceDescription());
		}
		wiring.put("created", this.factory.containsSingleton(name));
		wiring.put("uses", types(this.factory.getDependenciesForBean(name)));
		wiring.put("used-by", types(this.factory.getDependentBeans(name)));
		return wiring;
	}

	private Map<String, String> types(String[] names) {
		Map<String, String> types = new TreeMap<>();
		Arrays.stream(names).forEach((name) -> types.put(name, type(name)));
		return types;
	}

	private String type(String name) {
		Class<?> type = this.factory.containsBean(name) ? this.factory.getType(name, false) : null;
		return (type != null) ? type.getName() : "?";
	}

}
