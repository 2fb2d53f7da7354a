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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import dev.replboot.kit.BeanViews;
import dev.replboot.kit.data.jpa.EntityViews;
import dev.replboot.runtime.ValueView;
import dev.replboot.runtime.ValueViews;

/**
 * How objects of the application are printed, as far as the libraries are there that know
 * them.
 */
final class StandardValues {

	private static final String JPA = "jakarta.persistence.EntityManagerFactory";

	private StandardValues() {
	}

	static ValueViews of(ApplicationContext context) {
		List<ValueViews> all = new ArrayList<>();
		if (context instanceof ConfigurableApplicationContext configurable) {
			if (ClassUtils.isPresent(JPA, context.getClassLoader())) {
				all.add(new EntityViews(configurable));
			}
			all.add(new BeanViews(configurable));
		}
		return (value) -> first(all, value);
	}

	/**
	 * How entities are shown, where no bean is to be looked for.
	 * @param context the application's context
	 * @return knows nothing where there is no JPA
	 */
	static ValueViews entities(ApplicationContext context) {
		return (context instanceof ConfigurableApplicationContext configurable
				&& ClassUtils.isPresent(JPA, context.getClassLoader())) ? new EntityViews(configurable)
						: (value) -> null;
	}

	private static @Nullable ValueView first(List<ValueViews> all, Object value) {
		for (ValueViews views : all) {
			ValueView view = views.view(value);
			if (view != null) {
				return view;
			}
		}
		return null;
	}

}
