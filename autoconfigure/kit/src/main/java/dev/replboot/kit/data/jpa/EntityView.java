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

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnitUtil;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.ManagedType;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

import dev.replboot.runtime.ValueView;

/**
 * Shows entities as maps. Never loads what isn't loaded, and names other entities instead
 * of going on into them, so that there are no cycles.
 */
final class EntityView {

	static final String NOT_LOADED = "jpa/not-loaded";

	private final EntityManagerFactory factory;

	private final PersistenceUnitUtil util;

	EntityView(EntityManagerFactory factory) {
		this.factory = factory;
		this.util = factory.getPersistenceUnitUtil();
	}

	/**
	 * Whether an object is an entity of this unit, or a part of one.
	 * @param object any object
	 * @return whether it is
	 */
	boolean knows(Object object) {
		return type(object.getClass()) != null || part(object.getClass()) != null;
	}

	/**
	 * Show an object.
	 * @param object an entity, or a part of one
	 * @return its attributes by their names
	 */
	Map<String, @Nullable Object> view(@Nullable Object object) {
		Map<String, @Nullable Object> view = new LinkedHashMap<>();
		EntityType<?> type = (object != null) ? type(object.getClass()) : null;
		if (object != null && type != null) {
			viewEntity(object, type, view);
		}
		EmbeddableType<?> part = (object != null && type == null) ? part(object.getClass()) : null;
		if (object != null && part != null) {
			for (Attribute<?, ?> attribute : inOrder(part).values()) {
				view.put(attribute.getName(), shown(read(object, attribute)));
			}
		}
		return view;
	}

	private void viewEntity(Object entity, EntityType<?> type, Map<String, @Nullable Object> view) {
		if (!this.util.isLoaded(entity)) {
			view.put("entity", words(entity, type));
			return;
		}
		Object target = Hibernate.unproxied(entity);
		for (Attribute<?, ?> attribute : inOrder(type).values()) {
			view.put(attribute.getName(), this.util.isLoaded(target, attribute.getName())
					? shown(read(target, attribute)) : unloaded(target, attribute));
		}
	}

	// the identifier first, collections last, else by name
	private static Map<String, Attribute<?, ?>> inOrder(ManagedType<?> type) {
		Map<String, Attribute<?, ?>> attributes = new TreeMap<>();
		for (Attribute<?, ?> attribute : type.getAttributes()) {
			boolean identifier = attribute instanceof jakarta.persistence.metamodel.SingularAttribute<?, ?> single
					&& single.isId();
			attributes.put((identifier ? "0" : attribute.isCollection() ? "2" : "1") + attribute.getName(), attribute);
		}
		return attributes;
	}

	/**
	 * Read an attribute as it is.
	 * @param object the entity
	 * @param name the attribute's name
	 * @return its value, or {@code null} if it isn't loaded
	 */
	@Nullable Object attribute(Object object, String name) {
		EntityType<?> type = type(object.getClass());
		if (type == null || !this.util.isLoaded(object)) {
			return null;
		}
		Object target = Hibernate.unproxied(object);
		return this.util.isLoaded(target, name) ? read(target, type.getAttribute(name)) : null;
	}

	/**
	 * Print an entity or a part of one.
	 * @param object any object
	 * @return how it is printed, or {@code null} if this unit doesn't know its class
	 */
	@Nullable ValueView print(Object object) {
		EntityType<?> type = type(object.getClass());
		if (type == null) {
			EmbeddableType<?> part = part(object.getClass());
			return (part != null) ? new ValueView("jpa/embeddable", part.getJavaType().getName(), data(object, part))
					: null;
		}
		if (!this.util.isLoaded(object)) {
			return reference(object, type);
		}
		Object target = Hibernate.unproxied(object);
		EntityType<?> actual = type(target.getClass());
		EntityType<?> known = (actual != null) ? actual : type;
		return new ValueView("jpa/entity", known.getJavaType().getName(), data(target, known));
	}

	private Map<String, @Nullable Object> data(Object target, ManagedType<?> type) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		boolean part = type instanceof EmbeddableType<?>;
		for (Attribute<?, ?> attribute : inOrder(type).values()) {
			boolean loaded = part || this.util.isLoaded(target, attribute.getName());
			data.put(attribute.getName(), (loaded || (attribute.isAssociation() && !attribute.isCollection()))
					? referring(read(target, attribute)) : new ValueView(NOT_LOADED, null, null));
		}
		return data;
	}

	// what an attribute refers to is named and not gone into, so that there are no cycles
	private @Nullable Object referring(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
			return Hibernate.isInitialized(value) ? elements(value) : new ValueView(NOT_LOADED, null, null);
		}
		EntityType<?> type = type(value.getClass());
		return (type != null) ? reference(value, type) : value;
	}

	private Object elements(Object collection) {
		if (collection instanceof Map<?, ?> map) {
			Map<@Nullable Object, @Nullable Object> elements = new LinkedHashMap<>();
			map.forEach((key, value) -> elements.put(referring(key), referring(value)));
			return elements;
		}
		List<@Nullable Object> elements = new ArrayList<>();
		((Collection<?>) collection).forEach((element) -> elements.add(referring(element)));
		return elements;
	}

	private ValueView reference(Object entity, EntityType<?> type) {
		String name = type.hasSingleIdAttribute() ? type.getId(type.getIdType().getJavaType()).getName() : "id";
		return new ValueView(this.util.isLoaded(entity) ? "jpa/entity" : NOT_LOADED, type.getJavaType().getName(),
				Collections.singletonMap(name, this.util.getIdentifier(entity)));
	}

	private @Nullable EmbeddableType<?> part(Class<?> type) {
		for (EmbeddableType<?> known : this.factory.getMetamodel().getEmbeddables()) {
			if (known.getJavaType() == type) {
				return known;
			}
		}
		return null;
	}

	private @Nullable Object shown(@Nullable Object value) {
		if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
			int size = (value instanceof Collection<?> all) ? all.size() : ((Map<?, ?>) value).size();
			return size + " loaded";
		}
		EntityType<?> type = (value != null) ? type(value.getClass()) : null;
		return (value != null && type != null) ? words(value, type) : value;
	}

	private Object unloaded(Object target, Attribute<?, ?> attribute) {
		if (attribute.isCollection() || !attribute.isAssociation()) {
			return "not loaded";
		}
		// a placeholder, which knows its identifier
		Object value = read(target, attribute);
		EntityType<?> type = (value != null) ? type(value.getClass()) : null;
		return (value != null && type != null) ? words(value, type) + ", not loaded" : "not loaded";
	}

	private String words(Object entity, EntityType<?> type) {
		return type.getName() + " " + this.util.getIdentifier(entity);
	}

	// the class of a placeholder is below that of the entity
	private @Nullable EntityType<?> type(Class<?> type) {
		for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
			for (EntityType<?> known : this.factory.getMetamodel().getEntities()) {
				if (known.getJavaType() == current) {
					return known;
				}
			}
		}
		return null;
	}

	private static @Nullable Object read(Object target, Attribute<?, ?> attribute) {
		Member member = attribute.getJavaMember();
		((AccessibleObject) member).setAccessible(true);
		return (member instanceof Field field) ? ReflectionUtils.getField(field, target)
				: ReflectionUtils.invokeMethod((Method) member, target);
	}

}
