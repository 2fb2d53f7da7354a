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

package dev.replboot.test.twin;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What migrations, schema tools, jobs and brokers see of a twin, and of a normal start.
 */
@NullUnmarked
@Timeout(600)
class TwinStartEffectsTests {

	private static final Duration START = Duration.ofSeconds(120);

	private static final Path APPLICATION = Path.of("target/effects");

	private static final String[] TABLES = { "by_flyway", "flyway_schema_history", "by_liquibase", "databasechangelog",
			"by_script", "by_hibernate", "batch_job_instance", "qrtz_triggers", "spring_session" };

	@TempDir
	private Path folder;

	@Test
	void nothingThatTheStartDoesHappensInATwin() throws Exception {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		try (Broker jms = new Broker(); Broker kafka = new Broker(); Broker rabbit = new Broker()) {
			List<String> arguments = List.of("--server.port=0",
					"--spring.artemis.broker-url=tcp://127.0.0.1:" + jms.port(),
					"--spring.kafka.bootstrap-servers=127.0.0.1:" + kafka.port(),
					"--spring.rabbitmq.port=" + rabbit.port());
			startNormally(arguments, jms, kafka, rabbit);
			List.of(jms, kafka, rabbit).forEach(Broker::forget);

			String url = newDatabase("effects_of_twin");
			Path ddl = this.folder.resolve("twin.sql");
			// so that nothing is absent because the database refuses it
			List<String> command = command(arguments, url, ddl);
			command.addAll(List.of("--repl.twin", "--repl.twin.writable", "--repl.twin.strict"));
			TwinProcess twin = TwinProcess.run(this.folder, """
					(run! bean ["dataSource" "entityManagerFactory" "jobRepository" "batchJob" "listeners"])
					(sql "select 42 as answer")
					(filter #{"&quartzScheduler" "quartzScheduler"} (get (twin) "lifecycle-beans-not-started"))
					""", command);
			assertThat(twin.status()).as(twin.err()).isZero();
			assertThat(twin.out()).isEqualTo("nil\n[{:answer 42}]\n(\"&quartzScheduler\")\n");
			assertThat(twin.err()).doesNotContain("EFFECT");
			assertThat(tables(url)).isEmpty();
			assertThat(ddl).doesNotExist();
			assertThat(List.of(jms, kafka, rabbit)).extracting(Broker::connections).containsExactly(0, 0, 0);
		}
	}

	private void startNormally(List<String> arguments, Broker... brokers) throws Exception {
		String url = newDatabase("effects_of_start");
		Path ddl = this.folder.resolve("start.sql");
		Path out = this.folder.resolve("start.out");
		Path err = this.folder.resolve("start.err");
		Process process = TwinProcess.start(command(arguments, url, ddl), out, err);
		try {
			Awaitility.await().atMost(START).untilAsserted(() -> {
				assertThat(process.isAlive()).as(() -> "alive: " + out).isTrue();
				assertThat(Files.readString(out)).contains("EFFECT batch", "EFFECT quartz");
				assertThat(brokers).extracting(Broker::connections).doesNotContain(0);
			});
			assertThat(tables(url)).contains(TABLES);
			assertThat(ddl).isNotEmptyFile();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static List<String> command(List<String> arguments, String url, Path ddl) {
		List<String> command = new ArrayList<>(List.of("-cp",
				APPLICATION.resolve("classes") + File.pathSeparator + APPLICATION.resolve("lib") + "/*"
						+ File.pathSeparator + System.getProperty("java.class.path"),
				"dev.replboot.test.effects.EffectsApplication", "--spring.datasource.url=" + url,
				"--spring.jpa.properties.jakarta.persistence.schema-generation.scripts.create-target=" + ddl));
		command.addAll(arguments);
		return command;
	}

	private static String newDatabase(String name) throws SQLException {
		try (Connection connection = DriverManager.getConnection(PostgresServer.get().url());
				Statement statement = connection.createStatement()) {
			statement.execute("create database " + name);
		}
		return PostgresServer.get().url().replace("/postgres?", "/" + name + "?");
	}

	private static Set<String> tables(String url) throws SQLException {
		Set<String> tables = new TreeSet<>();
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("select table_name from information_schema.tables where table_schema = 'public'")) {
			while (rows.next()) {
				tables.add(rows.getString(1));
			}
		}
		return tables;
	}

}
