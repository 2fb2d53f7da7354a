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

package dev.replboot.kit;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import dev.replboot.api.Internal;
import dev.replboot.runtime.ValueView;
import dev.replboot.runtime.ValueViews;

/**
 * Names the beans of the application. Makes none, and calls no method of them.
 */
@Internal
public final class BeanViews implements ValueViews {

	private final ConfigurableApplicationContext context;

	/**
	 * Create the views.
	 * @param context the application's context
	 */
	public BeanViews(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public @Nullable ValueView view(Object value) {
		if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
			return null;
		}
		if (value instanceof ApplicationContext some) {
			return new ValueView("object", type(value), some.getId());
		}
		String name = name(value);
		return (name != null) ? new ValueView("spring/bean", type(value), name) : null;
	}

	private static String type(Object value) {
		Class<?> type = value.getClass();
		if (Proxy.isProxyClass(type) && type.getInterfaces().length > 0) {
			// the first is what it is for, those of the framework come behind
			return type.getInterfaces()[0].getName();
		}
		return ClassUtils.getUserClass(type).getName();
	}

	private @Nullable String name(Object value) {
		if (!this.context.isActive()) {
			return null;
		}
		ConfigurableListableBeanFactory factory = this.context.getBeanFactory();
		for (String name : factory.getSingletonNames()) {
			Object singleton = factory.getSingleton(name);
			if (singleton == value) {
				return (singleton instanceof FactoryBean<?>) ? "&" + name : name;
			}
		}
		return (value instanceof SpringProxy) ? nameByType(value.getClass()) : null;
	}

	// what a factory bean has made, such as a repository, is not among the singletons
	private @Nullable String nameByType(Class<?> type) {
		Class<?>[] interfaces = type.getInterfaces();
		if (!Proxy.isProxyClass(type) || interfaces.length == 0) {
			return null;
		}
		String[] names = this.context.getBeanNamesForType(interfaces[0], true, false);
		return (names.length == 1) ? names[0] : null;
	}

}
