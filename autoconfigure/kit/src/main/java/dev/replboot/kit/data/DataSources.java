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

package dev.replboot.kit.data;

import java.util.Arrays;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import dev.replboot.runtime.EvaluationScope;

/**
 * Finds the application's data sources and their transaction managers.
 */
final class DataSources {

	private final ApplicationContext context;

	private final CurrentDatabase current;

	DataSources(ApplicationContext context, CurrentDatabase current) {
		this.context = context;
		this.current = current;
	}

	/**
	 * Find the data source of a call that can take place in a dry run or a transaction.
	 * @param name the bean's name, or {@code null} for that of the dry run or the
	 * transaction around the call, or else the only or the primary one
	 * @return the data source
	 * @throws IllegalArgumentException if there is no such data source, or several
	 */
	DataSource here(@Nullable String name) {
		DataSource around = (name != null) ? null : this.current.find();
		return (around != null) ? around : find(name);
	}

	/**
	 * A dry run begins.
	 * @param dataSource its data source
	 * @return to be closed when it is over
	 */
	EvaluationScope.Registration within(DataSource dataSource) {
		return this.current.within(dataSource);
	}

	/**
	 * Find a data source.
	 * @param name the bean's name, or {@code null} for the only or the primary one
	 * @return the data source
	 * @throws IllegalArgumentException if there is no such data source, or several
	 */
	DataSource find(@Nullable String name) {
		return NamedBeans.find(this.context, DataSource.class, "DataSources", name);
	}

	/**
	 * The name of a data source.
	 * @param dataSource the data source
	 * @return the name of its bean
	 */
	String name(DataSource dataSource) {
		return Arrays.stream(this.context.getBeanNamesForType(DataSource.class, false, false))
			// None is started to learn its name.
			.filter(this::isStarted)
			.filter((name) -> this.context.getBean(name) == dataSource)
			.findFirst()
			.orElse("a DataSource without a name");
	}

	private boolean isStarted(String name) {
		return !(this.context.getAutowireCapableBeanFactory() instanceof SingletonBeanRegistry beans)
				|| beans.containsSingleton(name);
	}

	/**
	 * Find what manages the transactions of a data source.
	 * @param dataSource the data source
	 * @return the application's own transaction manager, so that its services take part;
	 * or one for plain JDBC if the application has none for this data source
	 */
	PlatformTransactionManager transactionManager(DataSource dataSource) {
		PlatformTransactionManager primary = this.context.getBeanProvider(PlatformTransactionManager.class)
			.getIfUnique();
		if (primary != null && dataSource == dataSourceOf(primary)) {
			return primary;
		}
		return Arrays.stream(this.context.getBeanNamesForType(PlatformTransactionManager.class))
			.map((name) -> this.context.getBean(name, PlatformTransactionManager.class))
			.filter((manager) -> dataSource == dataSourceOf(manager))
			.findFirst()
			.orElseGet(() -> new JdbcTransactionManager(dataSource));
	}

	// that of JPA isn't a type that we may know, but has the property as well
	private static @Nullable Object dataSourceOf(PlatformTransactionManager manager) {
		if (BeanUtils.getPropertyDescriptor(manager.getClass(), "dataSource") == null) {
			return null;
		}
		try {
			return PropertyAccessorFactory.forBeanPropertyAccess(manager).getPropertyValue("dataSource");
		}
		catch (BeansException ex) {
			throw new IllegalStateException("The DataSource of the transaction manager " + manager.getClass().getName()
					+ " can't be told: " + ex, ex);
		}
	}

}
