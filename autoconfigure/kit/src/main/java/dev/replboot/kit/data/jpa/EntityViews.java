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

package dev.replboot.kit.data.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

import dev.replboot.runtime.ValueView;
import dev.replboot.runtime.ValueViews;

/**
 * Prints entities as data: what is loaded of their own attributes, and the identifiers of
 * what they refer to. Never loads anything.
 */
public final class EntityViews implements ValueViews {

	private static final ValueView NOT_LOADED = new ValueView(EntityView.NOT_LOADED, null, null);

	private final ConfigurableApplicationContext context;

	private volatile List<EntityView> units = List.of();

	/**
	 * Create the views.
	 * @param context the application's context
	 */
	public EntityViews(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public @Nullable ValueView view(Object value) {
		if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
			return Hibernate.isInitialized(value) ? null : NOT_LOADED;
		}
		for (EntityView unit : units()) {
			ValueView view = unit.print(value);
			if (view != null) {
				return view;
			}
		}
		return Hibernate.isInitialized(value) ? null
				: new ValueView(EntityView.NOT_LOADED, value.getClass().getSuperclass().getName(), null);
	}

	// those that are there: none is made for it
	private List<EntityView> units() {
		if (this.units.isEmpty() && this.context.isActive()) {
			List<EntityView> found = new ArrayList<>();
			for (String name : this.context.getBeanNamesForType(EntityManagerFactory.class, true, false)) {
				if (this.context.getBeanFactory().containsSingleton(name)) {
					found.add(new EntityView(this.context.getBean(name, EntityManagerFactory.class)));
				}
			}
			this.units = found;
		}
		return this.units;
	}

}
