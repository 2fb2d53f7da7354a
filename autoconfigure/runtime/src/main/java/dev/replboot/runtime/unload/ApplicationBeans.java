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

package dev.replboot.runtime.unload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Beans that were registered in the application's context from the REPL.
 */
final class ApplicationBeans implements RuntimeHolder {

	private final Collection<Object> hostObjects;

	ApplicationBeans(Collection<Object> hostObjects) {
		this.hostObjects = hostObjects;
	}

	@Override
	public List<String> release(RuntimeOwnership runtime) {
		List<String> sentences = new ArrayList<>();
		for (Object object : this.hostObjects) {
			if (object instanceof ConfigurableApplicationContext context && context.isActive()
					&& context.getBeanFactory() instanceof DefaultListableBeanFactory factory) {
				release(runtime, factory, sentences);
				factory.clearMetadataCache();
			}
		}
		return sentences;
	}

	private void release(RuntimeOwnership runtime, DefaultListableBeanFactory factory, List<String> sentences) {
		for (String name : factory.getSingletonNames()) {
			if (runtime.ownsClassOf(factory.getSingleton(name)) && !factory.containsBeanDefinition(name)) {
				factory.destroySingleton(name);
				sentences.add("The bean \"" + name + "\" was registered from the REPL; it has been removed.");
			}
		}
		for (String name : factory.getBeanDefinitionNames()) {
			BeanDefinition definition = factory.getBeanDefinition(name);
			if (isOf(runtime, definition)) {
				factory.removeBeanDefinition(name);
				sentences
					.add("The bean definition \"" + name + "\" was registered from the REPL; it has been removed.");
			}
		}
	}

	private static boolean isOf(RuntimeOwnership runtime, BeanDefinition definition) {
		if (!(definition instanceof AbstractBeanDefinition known)) {
			return false;
		}
		return runtime.ownsClassOf(known.getInstanceSupplier())
				|| (known.hasBeanClass() && runtime.ownsClassOf(known.getBeanClass()));
	}

}
