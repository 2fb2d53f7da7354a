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

package dev.replboot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The application's name: {@code spring.application.name}, or else the simple name of the
 * class that starts it, which carries {@code @SpringBootApplication}.
 */
final class ApplicationName {

	private ApplicationName() {
	}

	static String of(ApplicationContext context) {
		String name = context.getEnvironment().getProperty("spring.application.name");
		if (StringUtils.hasText(name)) {
			return name;
		}
		for (ApplicationContext each = context; each != null; each = each.getParent()) {
			if (each instanceof ConfigurableApplicationContext configurable) {
				String main = mainClass(configurable.getBeanFactory());
				if (main != null) {
					return main;
				}
			}
		}
		return String.valueOf(context.getId());
	}

	private static @Nullable String mainClass(ConfigurableListableBeanFactory beans) {
		String other = null;
		for (String bean : beans.getBeanDefinitionNames()) {
			BeanDefinition definition = beans.getBeanDefinition(bean);
			if (is(SpringBootConfiguration.class, bean, definition, beans)) {
				return simpleName(bean, definition, beans);
			}
			if (other == null && is(EnableAutoConfiguration.class, bean, definition, beans)) {
				other = simpleName(bean, definition, beans);
			}
		}
		return other;
	}

	// from what is known already: nothing is loaded or made for it
	private static boolean is(Class<? extends java.lang.annotation.Annotation> annotation, String bean,
			BeanDefinition definition, ConfigurableListableBeanFactory beans) {
		if (definition.getFactoryMethodName() != null) {
			return false;
		}
		if (definition instanceof AnnotatedBeanDefinition annotated) {
			return annotated.getMetadata().isAnnotated(annotation.getName());
		}
		Class<?> type = beans.getType(bean, false);
		return type != null && AnnotatedElementUtils.isAnnotated(ClassUtils.getUserClass(type), annotation);
	}

	private static String simpleName(String bean, BeanDefinition definition, ConfigurableListableBeanFactory beans) {
		String name = definition.getBeanClassName();
		if (definition instanceof AnnotatedBeanDefinition annotated) {
			name = annotated.getMetadata().getClassName();
		}
		String shortName = ClassUtils.getShortName((name != null) ? name : String.valueOf(beans.getType(bean, false)));
		return shortName.substring(shortName.lastIndexOf('.') + 1);
	}

}
