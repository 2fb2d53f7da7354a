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

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

import dev.replboot.api.Internal;

/**
 * What the application has names for, to complete and explain them: beans and properties.
 * No bean is made and no value of a property is read for it.
 */
@Internal
public final class KitNames {

	private static final int MOST = 1000;

	/**
	 * Of what stands behind a proxy that has the name proper.
	 */
	private static final String SCOPED_TARGET = "scopedTarget.";

	private final ApplicationContext context;

	private final PropertyView properties;

	KitNames(ApplicationContext context, PropertyView properties) {
		this.context = context;
		this.properties = properties;
	}

	/**
	 * Beans, those of the contexts above included.
	 * @param prefix how their names begin
	 * @return their names in order, at most a thousand
	 */
	public List<String> beans(String prefix) {
		return sorted(beanNames().filter((name) -> name.startsWith(prefix)));
	}

	/**
	 * Classes of beans.
	 * @param prefix how their names begin
	 * @return their names in order, at most a thousand
	 */
	public List<String> beanTypes(String prefix) {
		return sorted(beanNames().map(this::beanType)
			.flatMap((type) -> (type != null) ? Stream.of(type.getName()) : Stream.empty())
			.filter((type) -> type.startsWith(prefix)));
	}

	/**
	 * The class of a bean, without making one.
	 * @param name the bean's name
	 * @return its class, or {@code null} if there is no such bean or it can't be told
	 */
	public @Nullable Class<?> beanType(String name) {
		try {
			Class<?> type = this.context.getType(name, false);
			return (type != null) ? ClassUtils.getUserClass(type) : null;
		}
		catch (BeansException ex) {
			return null;
		}
	}

	/**
	 * Properties of the sources that can list theirs.
	 * @param prefix how their keys begin
	 * @return their keys in order, at most a thousand
	 */
	public List<String> properties(String prefix) {
		return sorted(this.properties.keys().filter((key) -> key.startsWith(prefix)));
	}

	private Stream<String> beanNames() {
		return Stream.iterate(this.context, (context) -> context != null, ApplicationContext::getParent)
			.map(ApplicationContext::getBeanDefinitionNames)
			.flatMap(Stream::of)
			.filter((name) -> !name.startsWith(SCOPED_TARGET));
	}

	private static List<String> sorted(Stream<String> names) {
		return names.collect(Collectors.toCollection(TreeSet::new)).stream().limit(MOST).toList();
	}

}
