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

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

import dev.replboot.kit.KitNeed;
import dev.replboot.kit.KitPart;
import dev.replboot.kit.ObjectView;
import dev.replboot.kit.data.cache.CacheWatch;
import dev.replboot.kit.data.jpa.JpaHost;
import dev.replboot.kit.data.jpa.PersistenceCaches;

/**
 * The parts of the kit for data, also for applications that have none.
 */
final class DataParts {

	private DataParts() {
	}

	static KitPart data(ApplicationContext context) {
		return new KitPart("data", "queries, trials and corrections", "dev.replboot.kit.data",
				List.of(KitNeed.type("org.springframework.jdbc.core.JdbcTemplate", "spring-jdbc"),
						KitNeed.bean("DataSource", "javax.sql.DataSource")),
				() -> context.getBean(ReplDataAutoConfiguration.HOST));
	}

	// the class that knows entities can't be loaded without JPA
	static Supplier<@Nullable ObjectView> entities(ApplicationContext context) {
		KitPart jpa = jpa(context);
		return () -> (KitNeed.all(jpa.needs()).missing(context) == null)
				? (ObjectView) Objects.requireNonNull(jpa.host()).get() : null;
	}

	static CacheWatch caches(ApplicationContext context) {
		boolean persistence = KitNeed.all(jpa(context).needs()).missing(context) == null;
		return new CacheWatch(context, (persistence) ? new PersistenceCaches(context) : null);
	}

	static KitPart jpa(ApplicationContext context) {
		return new KitPart("jpa", "entities", "dev.replboot.kit.jpa",
				List.of(KitNeed.type("org.springframework.orm.jpa.JpaTransactionManager", "Spring's support for JPA"),
						KitNeed.bean("EntityManagerFactory", "jakarta.persistence.EntityManagerFactory")),
				() -> new JpaHost(context, context.getBean(SqlProperties.class).getMaxRows()));
	}

}
