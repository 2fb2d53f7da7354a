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

package dev.replboot.kit.data.undo;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A PostgreSQL database with what real databases have, in which corrections are made and
 * undone.
 */
final class UndoDatabase {

	private static final String TEMPLATE = "undo" + UUID.randomUUID().toString().replace("-", "");

	private final String name = "u" + UUID.randomUUID().toString().replace("-", "");

	private Connection connection;

	UndoDatabase() throws SQLException {
		executeIn(base(), "create database " + this.name + " template " + TEMPLATE);
		this.connection = connect();
	}

	// once; each database is a copy
	static void createTemplate() throws Exception {
		executeIn(base(), "create database " + TEMPLATE);
		try (var schema = UndoDatabase.class.getResourceAsStream("schema.sql")) {
			executeIn(url(TEMPLATE), new String(schema.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	static Connection another() throws SQLException {
		return DriverManager.getConnection(base());
	}

	private static String base() {
		return PostgresServer.get().url();
	}

	private static String url(String database) {
		return base().replace("/postgres?", "/" + database + "?");
	}

	private static void executeIn(String url, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	String name() {
		return this.name;
	}

	private Connection connect() throws SQLException {
		Connection connection = DriverManager.getConnection(url(this.name));
		connection.setAutoCommit(false);
		return connection;
	}

	void reconnect() throws SQLException {
		this.connection.close();
		this.connection = connect();
	}

	void drop() throws SQLException {
		this.connection.close();
		executeIn(base(), "drop database " + this.name + " with (force)");
	}

	void commit() throws SQLException {
		this.connection.commit();
	}

	void rollback() throws SQLException {
		this.connection.rollback();
	}

	void execute(String... statements) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	Contents contents() throws SQLException {
		return Contents.of(this.connection);
	}

	// as fix! does it
	FixImage fix(String... statements) throws Exception {
		return fix(contents(), statements);
	}

	FixImage fix(Contents before, String... statements) throws Exception {
		execute(statements);
		List<ImageChange> changes = before.changes(contents());
		assertThat(changes).isNotEmpty();
		ImageSpool spool = new ImageSpool("fix-1");
		for (ImageChange change : changes) {
			spool.accept(change);
		}
		FixHeader header = new FixHeader("fix-1", "2026-01-01T00:00:00Z", "INC-1", null, Undo.database(this.connection),
				Undo.transaction(this.connection), null);
		this.connection.commit();
		return FixImage.of(header, spool, FixImage.State.COMMITTED);
	}

	UndoResult undo(FixImage fix) throws Exception {
		return undo(fix, false);
	}

	UndoResult undo(FixImage fix, boolean force) throws Exception {
		boolean done = false;
		try {
			UndoResult result = new Undo(fix, this.connection, 100_000).run(force);
			this.connection.commit();
			done = true;
			return result;
		}
		finally {
			if (!done) {
				this.connection.rollback();
			}
		}
	}

	List<String> script(FixImage fix) throws SQLException {
		List<String> script = new Undo(fix, this.connection, 100_000).script();
		this.connection.rollback();
		return script;
	}

}
