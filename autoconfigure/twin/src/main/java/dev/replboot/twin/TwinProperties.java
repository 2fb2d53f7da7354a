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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/**
 * Properties which outrank those of the application, so that its twin leaves alone what
 * the active process uses.
 */
final class TwinProperties {

	static final String NAME = "replTwin";

	private static final String AUDIT_FILE = "repl.audit.file";

	/**
	 * What a trial needs: one to change rows, one to see what was there before.
	 */
	private static final int CONNECTIONS = 2;

	private static final String ALLOCATION = "repl.limits.allocation";

	private static final List<String> LISTENERS = List.of("repl.socket", "repl.nrepl", "repl.prepl");

	private TwinProperties() {
	}

	static PropertySource<?> source(TwinOptions options) {
		return new MapPropertySource(NAME, properties(options));
	}

	/**
	 * Properties that count only where the application has none of that name: what is
	 * worth interrupting somebody who types.
	 * @return the properties
	 */
	static PropertySource<?> quietLog() {
		return new MapPropertySource(NAME + "Log", Map.of("logging.threshold.console", "warn"));
	}

	/**
	 * Properties that take the application's own into account.
	 * @param options what the command line asks for
	 * @param environment the application's environment, complete
	 * @return the properties
	 */
	static PropertySource<?> source(TwinOptions options, ConfigurableEnvironment environment) {
		Map<String, Object> properties = properties(options);
		if (OwnDatabase.isIn(environment, options.writable())) {
			noSchema().keySet().forEach(properties::remove);
		}
		String file = environment.getProperty(AUDIT_FILE);
		if (StringUtils.hasText(file)) {
			// the active process holds the lock of its own chain
			properties.put(AUDIT_FILE, file + ".twin-" + ProcessHandle.current().pid());
		}
		if (StringUtils.hasText(environment.getProperty("repl.audit.jdbc.data-source"))) {
			// the record keeps one for itself
			connections(properties, CONNECTIONS + 1);
		}
		pathsOfItsOwn(properties, environment);
		leaveRoomForBeans(properties, environment);
		return new MapPropertySource(NAME, properties);
	}

	/**
	 * List what the application or the command line sets to something else.
	 * @param environment the environment
	 * @return the names of the properties
	 */
	static List<String> overruled(ConfigurableEnvironment environment) {
		MutablePropertySources sources = environment.getPropertySources();
		if (!(sources.get(NAME) instanceof MapPropertySource twin)) {
			return List.of();
		}
		return Arrays.stream(twin.getPropertyNames())
			.filter((name) -> sources.stream()
				.filter((source) -> source != twin
						&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
				.map((source) -> source.getProperty(name))
				.filter(Objects::nonNull)
				.findFirst()
				.filter((value) -> !String.valueOf(value).equals(String.valueOf(twin.getProperty(name))))
				.isPresent())
			.sorted()
			.toList();
	}

	// the active process listens at the configured ones
	private static void pathsOfItsOwn(Map<String, Object> properties, ConfigurableEnvironment environment) {
		for (String listener : LISTENERS) {
			String path = environment.getProperty(listener + ".path");
			if (StringUtils.hasText(path)) {
				properties.remove(listener + ".port");
				properties.put(listener + ".path", path + ".twin-" + ProcessHandle.current().pid());
			}
		}
	}

	// who touches a bean first pays for building it: an entity manager factory takes
	// more than what a form usually may
	private static void leaveRoomForBeans(Map<String, Object> properties, ConfigurableEnvironment environment) {
		PropertySource<?> arguments = environment.getPropertySources()
			.get(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME);
		if (arguments == null || !arguments.containsProperty(ALLOCATION)) {
			properties.put(ALLOCATION, "2GB");
		}
	}

	private static Map<String, Object> properties(TwinOptions options) {
		Map<String, Object> properties = new LinkedHashMap<>();
		startsNothing(properties);
		properties.putAll(noSchema());
		properties.put("logging.file.name", "");
		properties.put("logging.file.path", "");
		properties.put("spring.pid.file", "");
		properties.put("spring.jmx.enabled", "false");
		properties.put("spring.application.admin.enabled", "false");
		connections(properties, CONNECTIONS);
		opensRepl(properties, options);
		return properties;
	}

	// few of what the active process needs as well, and none in reserve
	private static void connections(Map<String, Object> properties, int most) {
		List.of("spring.datasource.hikari.maximum-pool-size", "spring.datasource.tomcat.max-active",
				"spring.datasource.dbcp2.max-total", "spring.r2dbc.pool.max-size")
			.forEach((name) -> properties.put(name, most));
		List.of("spring.datasource.hikari.minimum-idle", "spring.datasource.tomcat.initial-size",
				"spring.r2dbc.pool.initial-size")
			.forEach((name) -> properties.put(name, 0));
	}

	private static void startsNothing(Map<String, Object> properties) {
		properties.put("spring.main.web-application-type", "none");
		properties.put("spring.main.lazy-initialization", "true");
		properties.put("spring.main.keep-alive", "false");
		properties.put("spring.main.banner-mode", "off");
		properties.put("spring.batch.job.enabled", "false");
		properties.put("spring.quartz.auto-startup", "false");
		properties.put("spring.docker.compose.enabled", "false");
		properties.put("spring.cloud.service-registry.auto-registration.enabled", "false");
		// of meters and traces: there is one process of that name already
		properties.put("management.defaults.metrics.export.enabled", "false");
		properties.put("management.tracing.export.enabled", "false");
	}

	private static Map<String, Object> noSchema() {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("spring.flyway.enabled", "false");
		properties.put("spring.liquibase.enabled", "false");
		properties.put("spring.sql.init.mode", "never");
		properties.put("spring.jpa.generate-ddl", "false");
		properties.put("spring.jpa.hibernate.ddl-auto", "none");
		properties.put("spring.jpa.properties.hibernate.hbm2ddl.auto", "none");
		properties.put("spring.jpa.properties.jakarta.persistence.schema-generation.database.action", "none");
		properties.put("spring.jpa.properties.jakarta.persistence.schema-generation.scripts.action", "none");
		properties.put("spring.batch.jdbc.initialize-schema", "never");
		properties.put("spring.quartz.jdbc.initialize-schema", "never");
		properties.put("spring.integration.jdbc.initialize-schema", "never");
		properties.put("spring.session.jdbc.initialize-schema", "never");
		return properties;
	}

	// nobody reaches an endpoint where there is no server: exposed to the kit alone
	private static void opensRepl(Map<String, Object> properties, TwinOptions options) {
		properties.put("management.endpoints.web.exposure.include", "*");
		properties.put("management.endpoints.web.exposure.exclude", "");
		properties.put("management.endpoints.access.max-permitted", "unrestricted");
		properties.put("management.endpoint.repl.access", "unrestricted");
		properties.put("repl.twin.active", "true");
		properties.put("repl.warm-up", "false");
		properties.put("repl.require-reason", "false");
		properties.put("repl.lease.default", "8h");
		properties.put("repl.lease.max", "8h");
		properties.put("repl.socket.port", "0");
		properties.put("repl.nrepl.port", "0");
		properties.put("repl.prepl.port", "0");
		if (!options.listen()) {
			properties.put("repl.socket.enabled", "false");
			properties.put("repl.nrepl.enabled", "false");
			properties.put("repl.prepl.enabled", "false");
		}
	}

	// by name, as the application's listeners may be of any class loader
	static boolean writesFileOfProcess(ApplicationListener<?> listener) {
		for (Class<?> type = listener.getClass(); type != null; type = type.getSuperclass()) {
			String name = type.getName();
			if (name.equals("org.springframework.boot.context.ApplicationPidFileWriter")
					|| name.endsWith(".WebServerPortFileWriter")) {
				return true;
			}
		}
		return false;
	}

}
