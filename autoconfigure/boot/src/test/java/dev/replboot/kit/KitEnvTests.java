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

package dev.replboot.kit;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets in properties, as {@code env} shows them.
 */
class KitEnvTests {

	private static TestRepl repl;

	private static ReplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Functions.class }, "repl.audit.mask=launch-code");
		ConfigurableEnvironment environment = repl.context().getEnvironment();
		ConfigurationPropertySources.attach(environment);
		MutablePropertySources sources = environment.getPropertySources();
		Map<String, Object> values = new HashMap<>();
		values.put("acme.url", "https://bob:hunter2@host/x");
		values.put("acme.plain", "plain");
		values.put("acme.password", "hunter2");
		values.put("acme.launch-code", "hunter2");
		values.put("acme.phone", "hunter2");
		values.put("acme.greeting", "hello ${acme.password} and ${acme.plain}");
		values.put("acme.nested", "<${acme.greeting}>");
		values.put("acme.called", "call ${acme.phone}");
		values.put("acme.built", "https://bob:${acme.password}@host/x");
		values.put("acme.fallback", "${acme.none:https://bob:hunter2@host}");
		values.put("acme.indirect", "${acme.${acme.which}}");
		values.put("acme.which", "password");
		values.put("acme.broken", "https://bob:hunter2@${acme.none}");
		values.put("acme.round", "${acme.round}");
		values.put("acme.number", 7);
		values.put("acme.fails", "hunter2");
		values.put("spring.application.json", "{\"acme\":{\"pin\":\"hunter2\"}}");
		sources.addFirst(new MapPropertySource("config https://bob:hunter2@config/acme", values));
		sources.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
				Map.of("DB_PASSWORD", "hunter2", "ACME_MYURL", "amqp://u:hunter2@h", "ACME_PHONE_HOME", "hunter2")));
		client = repl.login();
	}

	@AfterAll
	static void close() {
		client.close();
		repl.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			acme.url                | https://bob:******@host/x
			acme.plain              | plain
			acme.number             | 7
			acme.password           | ******
			acme.pass-word          | ******
			acme.launch-code        | ******
			acme.launchcode         | ******
			acme.phone              | (secret)
			acme.ph-one             | (secret)
			acme.greeting           | hello ****** and plain
			acme.nested             | <hello ****** and plain>
			acme.called             | call (secret)
			acme.built              | https://bob:******@host/x
			acme.fallback           | https://bob:******@host
			acme.indirect           | ******
			DB_PASSWORD             | ******
			db.password             | ******
			acme.my-url             | amqp://u:******@h
			ACME_PHONE_HOME         | (secret)
			acme.fails              | ******
			spring.application.json | ******
			""")
	void secretIsNotShown(String key, String shown) {
		assertThat(client.eval("(env \"" + key + "\")")).isEqualTo("\"" + shown + "\"");
	}

	@Test
	void placeholderThatCannotBeResolvedIsNamedWithoutTheValue() {
		assertThat(client.eval("(env \"acme.broken\")"))
			.contains("acme.broken has a placeholder that can't be resolved: acme.none")
			.doesNotContain("hunter2");
		assertThat(client.eval("(env \"acme.round\")")).contains("acme.round");
		assertThat(client.eval("(str *e (ex-message (.getCause *e)) (Throwable->map *e))")).doesNotContain("hunter2");
	}

	@Test
	void noneOfThemShowsThePassword() {
		assertThat(client.eval("(env #\"(?i)acme|db\")")).contains("\"acme.plain\" \"plain\"")
			.contains("unresolvable: acme.broken")
			.doesNotContain("hunter2");
	}

	@Test
	void originShowsNoneEither() {
		String origins = client
			.eval("(mapv #(env % :origin) [\"acme.url\" \"acme.password\" \"acme.built\" \"acme.phone\""
					+ " \"acme.fallback\" \"spring.application.json\" \"DB_PASSWORD\"])");
		assertThat(origins).contains("config https://bob:******@config/acme").doesNotContain("hunter2");
	}

	@Test
	void anotherWordThanOriginIsRefused() {
		assertThat(client.eval("(env \"acme.plain\" :orign)")).contains("and :origin to see", "not :orign");
	}

	@Test
	void valueItselfIsHadFromTheEnvironmentAndThatIsOnRecord() {
		String form = "(.getProperty (.getEnvironment ctx) \"acme.url\")";
		assertThat(client.eval(form)).isEqualTo("\"https://bob:hunter2@host/x\"");
		assertThat(repl.events(AuditType.REPL_EVALUATING))
			.anyMatch((event) -> Objects.equals(event.getAuditEvent().getData().get("form"), form));
		assertThat(repl.events(AuditType.REPL_EVALUATED))
			.noneMatch((event) -> event.getAuditEvent().getData().toString().contains("hunter2"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Functions {

		@Bean
		SanitizingFunction phones() {
			return (data) -> data.getKey().toLowerCase(java.util.Locale.ROOT).contains("phone")
					? data.withValue("(secret)") : data;
		}

		@Bean
		SanitizingFunction broken() {
			return (data) -> {
				if (data.getKey().equals("acme.fails")) {
					throw new IllegalStateException("It fails.");
				}
				return data;
			};
		}

	}

}
