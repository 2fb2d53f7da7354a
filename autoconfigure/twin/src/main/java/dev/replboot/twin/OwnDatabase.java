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

package dev.replboot.twin;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * H2 in memory, which is the twin's own and therefore empty. It gets the schema that the
 * application would make, before its first connection is taken.
 */
final class OwnDatabase {

	private static final String URL = "spring.datasource.url";

	private static final String IN_MEMORY = "jdbc:h2:mem:";

	/**
	 * What makes schemas, in the order that Spring Boot gives them.
	 */
	private static final List<String> MAKERS = List.of(
			"org.springframework.boot.sql.init.AbstractScriptDatabaseInitializer",
			"org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer",
			"liquibase.integration.spring.SpringLiquibase", "jakarta.persistence.EntityManagerFactory");

	private final ConfigurableListableBeanFactory beans;

	private final ReentrantLock making = new ReentrantLock();

	private volatile boolean made;

	private OwnDatabase(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Whether the application's database is H2 in memory, as far as its properties tell.
	 * If in doubt it isn't: nothing else may get a schema from a twin.
	 * @param environment the application's environment, complete
	 * @param writable whether other databases take writes from the twin
	 * @return whether it is
	 */
	static boolean isIn(ConfigurableEnvironment environment, boolean writable) {
		String url = environment.getProperty(URL);
		boolean embedded = url == null && !writable
				&& !StringUtils.hasText(environment.getProperty("spring.datasource.jndi-name"))
				&& ClassUtils.isPresent("org.h2.Driver", OwnDatabase.class.getClassLoader());
		return (embedded || (url != null && url.startsWith(IN_MEMORY)))
				&& environment.getPropertySources().stream().noneMatch(OwnDatabase::namesAnother);
	}

	private static boolean namesAnother(PropertySource<?> source) {
		return source instanceof EnumerablePropertySource<?> properties && Arrays.stream(properties.getPropertyNames())
			.map(properties::getProperty)
			.anyMatch((value) -> value instanceof CharSequence text && isAnother(text.toString()));
	}

	private static boolean isAnother(String value) {
		return value.startsWith("jdbc:") && !value.startsWith(IN_MEMORY);
	}

	/**
	 * What makes the schema.
	 * @param beans the twin's beans
	 * @param environment the application's environment, complete
	 * @param writable whether other databases take writes from the twin
	 * @return to be run before each connection is taken
	 */
	static Runnable schema(ConfigurableListableBeanFactory beans, ConfigurableEnvironment environment,
			boolean writable) {
		OwnDatabase own = new OwnDatabase(beans);
		return isIn(environment, writable) ? own::makeSchema : () -> {
		};
	}

	// whoever makes it takes connections itself
	private void makeSchema() {
		if (this.made || this.making.isHeldByCurrentThread()) {
			return;
		}
		this.making.lock();
		try {
			List<String> makers = makers();
			if (!this.made && makers.stream().noneMatch(this.beans::isCurrentlyInCreation)) {
				makers.forEach(this.beans::getBean);
				this.made = true;
			}
		}
		finally {
			this.making.unlock();
		}
	}

	private List<String> makers() {
		return MAKERS.stream()
			.filter((type) -> ClassUtils.isPresent(type, this.beans.getBeanClassLoader()))
			.map((type) -> ClassUtils.resolveClassName(type, this.beans.getBeanClassLoader()))
			.flatMap((type) -> Arrays.stream(this.beans.getBeanNamesForType(type, true, false)))
			.toList();
	}

}
