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
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

import dev.replboot.kit.KitNeed;
import dev.replboot.kit.KitPart;
import dev.replboot.kit.ObjectView;
import dev.replboot.kit.data.R2dbcHost;
import dev.replboot.kit.data.cache.CacheWatch;
import dev.replboot.kit.data.jpa.JpaHost;
import dev.replboot.kit.data.jpa.PersistenceCaches;

/**
 * The parts of the kit for data, also for applications that have none.
 */
final class DataParts {

	private DataParts() {
	}

	// an application without R2DBC on its class path has no such part, not even a missing
	// one
	static List<KitPart> all(ApplicationContext context) {
		return ClassUtils.isPresent("io.r2dbc.spi.ConnectionFactory", context.getClassLoader())
				? List.of(r2dbc(context), data(context), jpa(context)) : List.of(data(context), jpa(context));
	}

	private static KitPart data(ApplicationContext context) {
		return new KitPart("data", "queries, dry runs and fixes", "repl.kit.data",
				List.of(KitNeed.type("org.springframework.jdbc.core.JdbcTemplate", "spring-jdbc"),
						KitNeed.bean("DataSource", "javax.sql.DataSource")),
				() -> context.getBean(ReplDataAutoConfiguration.HOST));
	}

	// a DataSource can do more, and may be there for migrations of the same database
	private static KitPart r2dbc(ApplicationContext context) {
		KitPart data = data(context);
		KitNeed noDataSource = (application) -> (KitNeed.all(data.needs()).missing(application) != null) ? null
				: "the application has a DataSource, which sql uses";
		return new KitPart("r2dbc", "queries over R2DBC", "repl.kit.r2dbc",
				List.of(KitNeed.type("reactor.core.publisher.Mono", "Reactor"),
						KitNeed.bean("ConnectionFactory of R2DBC", "io.r2dbc.spi.ConnectionFactory"),
						DataParts::switchedOff, noDataSource),
				() -> {
					SqlProperties sql = context.getBean(SqlProperties.class);
					return new R2dbcHost(context, sql.getMaxRows(), sql.getTimeout());
				});
	}

	// who wants no sql says so there, whatever it uses
	private static @Nullable String switchedOff(ApplicationContext context) {
		boolean enabled = Binder.get(context.getEnvironment())
			.bind("repl.kit.data.enabled", Boolean.class)
			.orElse(true);
		return enabled ? null : "switched off by repl.kit.data.enabled";
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

	private static KitPart jpa(ApplicationContext context) {
		return new KitPart("jpa", "entities", "repl.kit.jpa",
				List.of(KitNeed.type("org.springframework.orm.jpa.JpaTransactionManager", "Spring's support for JPA"),
						KitNeed.bean("EntityManagerFactory", "jakarta.persistence.EntityManagerFactory")),
				() -> new JpaHost(context, context.getBean(SqlProperties.class).getMaxRows()));
	}

}
