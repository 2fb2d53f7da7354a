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

package dev.replboot.audit.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;

import dev.replboot.audit.AuditSink;
import dev.replboot.audit.ReplAuditEvent;
import dev.replboot.text.VisibleText;

/**
 * Inserts events into a table, on a connection of its own and a thread of its own, so
 * that no transaction of an evaluation has anything to do with it. Needs no right but to
 * insert.
 */
public final class JdbcSink implements AuditSink {

	/**
	 * The sink's name.
	 */
	public static final String NAME = "jdbc";

	private static final Pattern TABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

	private static final JsonWriter<Map<String, Object>> WRITER = JsonWriter.standard();

	private final Connections connections;

	private final String insert;

	private final int timeoutSeconds;

	private @Nullable Connection connection;

	/**
	 * Create the sink.
	 * @param connections makes connections
	 * @param table the table's name, with its schema if need be
	 * @param timeoutSeconds how long a statement may take
	 */
	public JdbcSink(Connections connections, String table, int timeoutSeconds) {
		if (!TABLE.matcher(table).matches()) {
			throw new IllegalArgumentException(
					"The name of a table must consist of letters, digits and underscores (repl.audit.jdbc.table): "
							+ table);
		}
		this.connections = connections;
		this.timeoutSeconds = timeoutSeconds;
		this.insert = "insert into " + table + " (application, instance, sequence_no, happened_at, event_type,"
				+ " principal, session_id, evaluation, details) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public void write(List<ReplAuditEvent> events) throws SQLException {
		Connection open = this.connection;
		if (open == null) {
			open = this.connections.connect();
			this.connection = open;
			open.setAutoCommit(false);
		}
		try (PreparedStatement statement = open.prepareStatement(this.insert)) {
			statement.setQueryTimeout(this.timeoutSeconds);
			for (ReplAuditEvent event : events) {
				fill(statement, event);
				statement.addBatch();
			}
			statement.executeBatch();
		}
		open.commit();
	}

	private static void fill(PreparedStatement statement, ReplAuditEvent event) throws SQLException {
		statement.setString(1, event.source().application());
		statement.setString(2, event.source().instance());
		statement.setLong(3, event.sequence());
		statement.setObject(4, event.at());
		statement.setString(5, event.type().name());
		statement.setString(6, VisibleText.line(event.actor().principal()));
		statement.setString(7, event.actor().session());
		if (event.data().get("evaluation") instanceof Number evaluation) {
			statement.setLong(8, evaluation.longValue());
		}
		else {
			statement.setNull(8, Types.BIGINT);
		}
		// what JSON may hold and a database's text may not
		statement.setString(9, VisibleText.line(WRITER.writeToString(event.entries())).replace("\\u0000", "\\uFFFD"));
	}

	@Override
	public void close() throws SQLException {
		Connection open = this.connection;
		this.connection = null;
		if (open != null) {
			try (open) {
				open.rollback();
			}
		}
	}

	/**
	 * Makes connections.
	 */
	@FunctionalInterface
	public interface Connections {

		/**
		 * Make a connection that nobody else uses.
		 * @return the connection
		 * @throws SQLException if there is none to be had
		 */
		Connection connect() throws SQLException;

	}

}
