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

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Parameter;
import jakarta.persistence.Query;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.replboot.kit.ObjectView;

/**
 * The Java side of the kit's part for JPA: what its Clojure functions call.
 */
public final class JpaHost implements ObjectView {

	private final ApplicationContext context;

	private final int maxRows;

	/**
	 * Create the host.
	 * @param context the application's context
	 * @param maxRows how many results a query gives unless it asks for another number
	 */
	public JpaHost(ApplicationContext context, int maxRows) {
		this.context = context;
		this.maxRows = maxRows;
	}

	/**
	 * Run a query in the transaction that the form is in, or else in one of its own which
	 * only reads.
	 * @param options {@code max-rows}, and {@code unit} for the name of the bean of the
	 * persistence unit
	 * @param jpql the query
	 * @param arguments the values of its parameters, or one map of them by name
	 * @return its results
	 */
	public List<?> query(Map<String, Object> options, String jpql, List<@Nullable Object> arguments) {
		EntityManagerFactory factory = factory((String) options.get("unit"));
		Number rows = (Number) options.getOrDefault("max-rows", this.maxRows);
		Function<EntityManager, List<?>> work = (manager) -> {
			Query query = manager.createQuery(jpql).setMaxResults(rows.intValue());
			if (arguments.size() == 1 && arguments.get(0) instanceof Map<?, ?> named) {
				named.forEach((name, value) -> {
					Parameter<?> parameter = query.getParameter(String.valueOf(name));
					query.setParameter(parameter.getName(), converted(value, parameter.getParameterType()));
				});
			}
			else {
				for (int i = 0; i < arguments.size(); i++) {
					query.setParameter(i + 1,
							converted(arguments.get(i), query.getParameter(i + 1).getParameterType()));
				}
			}
			return query.getResultList();
		};
		EntityManager current = EntityManagerFactoryUtils.getTransactionalEntityManager(factory);
		return (current != null) ? work.apply(current) : readOnly(factory, work);
	}

	private static @Nullable Object converted(@Nullable Object value, @Nullable Class<?> type) {
		if (type == null || !type.isEnum()) {
			return value;
		}
		if (value instanceof Collection<?> values) {
			return values.stream().map((each) -> converted(each, type)).toList();
		}
		if (!(value instanceof String name)) {
			return value;
		}
		for (Object constant : type.getEnumConstants()) {
			if (((Enum<?>) constant).name().equals(name)) {
				return constant;
			}
		}
		throw new IllegalArgumentException("There is no " + type.getSimpleName() + " " + name + ". There are "
				+ Arrays.stream(type.getEnumConstants())
					.map((constant) -> ((Enum<?>) constant).name())
					.collect(Collectors.joining(", "))
				+ ".");
	}

	private static List<?> readOnly(EntityManagerFactory factory, Function<EntityManager, List<?>> work) {
		TransactionTemplate transaction = new TransactionTemplate(new JpaTransactionManager(factory));
		transaction.setReadOnly(true);
		return Objects.requireNonNull(transaction.<List<?>>execute((status) -> {
			status.setRollbackOnly();
			return work.apply(Objects.requireNonNull(EntityManagerFactoryUtils.getTransactionalEntityManager(factory)));
		}));
	}

	@Override
	public @Nullable Map<String, @Nullable Object> view(Object object) {
		for (EntityManagerFactory factory : factories()) {
			EntityView view = new EntityView(factory);
			if (view.knows(object)) {
				return view.view(object);
			}
		}
		return null;
	}

	@Override
	public @Nullable Object attribute(Object object, String name) {
		for (EntityManagerFactory factory : factories()) {
			EntityView view = new EntityView(factory);
			if (view.knows(object)) {
				return view.attribute(object, name);
			}
		}
		return null;
	}

	private List<EntityManagerFactory> factories() {
		return this.context.getBeanProvider(EntityManagerFactory.class).stream().toList();
	}

	private EntityManagerFactory factory(@Nullable String name) {
		if (name != null) {
			return this.context.getBean(name, EntityManagerFactory.class);
		}
		EntityManagerFactory only = this.context.getBeanProvider(EntityManagerFactory.class).getIfUnique();
		if (only == null) {
			throw new IllegalArgumentException("There are several EntityManagerFactory beans: "
					+ String.join(", ", this.context.getBeanNamesForType(EntityManagerFactory.class))
					+ ". Name one with {:unit \"…\"} as the first argument.");
		}
		return only;
	}

}
