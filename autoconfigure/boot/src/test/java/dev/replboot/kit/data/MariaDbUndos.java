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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.kit.data.undo.Contents;
import dev.replboot.testsupport.MariaDbServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A REPL in an application with a database of MariaDB, corrections in it, and MariaDB's
 * own programs, which decide whether all is as it was.
 */
abstract class MariaDbUndos {

	@TempDir
	static Path folder;

	static String url;

	static TestRepl repl;

	static ReplClient client;

	static CorrectionForms forms;

	static MariaDbClient programs;

	@BeforeAll
	static void start() throws Exception {
		assumeTrue(MariaDbServer.isInstalled(), "MariaDB is not installed");
		// another time zone than the server's
		url = MariaDbServer.get().newDatabase() + "&sessionVariables=time_zone='-04:30'";
		createSchema(url);
		repl = UndoDataTests.start(url, folder.resolve("fixes.jsonl"));
		client = repl.login();
		forms = new CorrectionForms(client);
		programs = new MariaDbClient(folder, url);
	}

	@AfterAll
	static void close() {
		if (client != null) {
			client.close();
			repl.close();
		}
	}

	static void createSchema(String url) throws Exception {
		try (var schema = Contents.class.getResourceAsStream("mariadb.sql");
				Connection connection = DriverManager.getConnection(url)) {
			execute(connection, new String(schema.readAllBytes(), StandardCharsets.UTF_8).split(";\n"));
		}
	}

	static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	static void execute(String... statements) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url)) {
			execute(connection, statements);
		}
	}

	static String one(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery(sql)) {
			set.next();
			return set.getString(1);
		}
	}

	static String fix(String... statements) {
		String all = String.join("; ", statements);
		String count = forms.tried(statements);
		assertThat(count).as(all).matches("[1-9][0-9]*");
		String id = forms.fixed(count, statements);
		assertThat(id).as(all).startsWith("\"fix-");
		return id;
	}

	static Path plan(String id) {
		Path script = folder.resolve("undo.sql");
		forms.plan(id, script);
		return script;
	}

}
