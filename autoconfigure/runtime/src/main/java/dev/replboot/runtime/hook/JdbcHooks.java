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

package dev.replboot.runtime.hook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Scopes;
import dev.replboot.runtime.take.TakenConnection;

/**
 * Statements that evaluated code executes itself: they are cancelled with it.
 */
public final class JdbcHooks {

	private JdbcHooks() {
	}

	@ReplacementFor(value = DriverManager.class, isStatic = true)
	public static Connection getConnection(String url) throws SQLException {
		return noted(DriverManager.getConnection(url));
	}

	@ReplacementFor(value = DriverManager.class, isStatic = true)
	public static Connection getConnection(String url, Properties properties) throws SQLException {
		return noted(DriverManager.getConnection(url, properties));
	}

	@ReplacementFor(value = DriverManager.class, isStatic = true)
	public static Connection getConnection(String url, @Nullable String user, @Nullable String password)
			throws SQLException {
		return noted(DriverManager.getConnection(url, user, password));
	}

	/**
	 * Finds the hook for a method of a data source or a driver, of whatever class, that
	 * gives a connection. Statements and metadata give one that was taken before.
	 * @param owner the class's internal name
	 * @param name the method's name
	 * @param descriptor the method's descriptor
	 * @return the method of this class to pass the connection to, or {@code null}
	 */
	public static @Nullable String connecting(String owner, String name, String descriptor) {
		if (!descriptor.endsWith(")Ljava/sql/Connection;")
				|| !(name.equals("getConnection") || name.equals("connect"))) {
			return null;
		}
		return (owner.startsWith("java/sql/") && !owner.equals("java/sql/Driver")) ? "connected" : "taken";
	}

	/**
	 * Called by evaluated code with a connection that it has just got.
	 * @param connection the connection
	 * @return what the code gets
	 * @throws SQLException if it gets none
	 */
	public static @Nullable Connection connected(@Nullable Connection connection) throws SQLException {
		return (connection != null) ? Scopes.connected(connection) : null;
	}

	/**
	 * As {@link #connected}, for a connection of a data source or a driver, which is
	 * given back if the code doesn't.
	 * @param connection the connection
	 * @return what the code gets
	 * @throws SQLException if it gets none
	 */
	public static @Nullable Connection taken(@Nullable Connection connection) throws SQLException {
		return (connection != null) ? noted(connection) : null;
	}

	private static Connection noted(Connection connection) throws SQLException {
		Connection handedOut = Scopes.connected(connection);
		TakenConnection.note(handedOut, handedOut, () -> true);
		return handedOut;
	}

	@ReplacementFor(Statement.class)
	public static ResultSet executeQuery(Statement statement, String sql) throws SQLException {
		try (AutoClosing closing = AutoClosing.cancelling(statement)) {
			return statement.executeQuery(sql);
		}
	}

	@ReplacementFor(Statement.class)
	public static int executeUpdate(Statement statement, String sql) throws SQLException {
		try (AutoClosing closing = AutoClosing.cancelling(statement)) {
			return statement.executeUpdate(sql);
		}
	}

	@ReplacementFor(Statement.class)
	public static boolean execute(Statement statement, String sql) throws SQLException {
		try (AutoClosing closing = AutoClosing.cancelling(statement)) {
			return statement.execute(sql);
		}
	}

	@ReplacementFor(Statement.class)
	public static int[] executeBatch(Statement statement) throws SQLException {
		try (AutoClosing closing = AutoClosing.cancelling(statement)) {
			return statement.executeBatch();
		}
	}

	@ReplacementFor(PreparedStatement.class)
	public static ResultSet executeQuery(PreparedStatement statement) throws SQLException {
		try (AutoClosing closing = AutoClosing.cancelling(statement)) {
			return statement.executeQuery();
		}
	}

	@ReplacementFor(PreparedStatement.class)
	public static int executeUpdate(PreparedStatement statement) throws SQLException {
		try (AutoClosing closing = AutoClosing.cancelling(statement)) {
			return statement.executeUpdate();
		}
	}

	@ReplacementFor(PreparedStatement.class)
	public static boolean execute(PreparedStatement statement) throws SQLException {
		try (AutoClosing closing = AutoClosing.cancelling(statement)) {
			return statement.execute();
		}
	}

	/**
	 * A reflective call finds the driver's own class, or the data source's.
	 * @param target what was called
	 * @param result what it gave
	 * @return the same, or the connection that evaluated code gets
	 * @throws InvocationTargetException if it gets none
	 */
	static @Nullable Object connected(@Nullable Object target, @Nullable Object result)
			throws InvocationTargetException {
		if (result instanceof Connection connection && (target instanceof DataSource || target instanceof Driver)) {
			try {
				return noted(connection);
			}
			catch (SQLException ex) {
				throw new InvocationTargetException(ex);
			}
		}
		return result;
	}

	/**
	 * A reflective call finds the driver's own class rather than the interface.
	 * @param method the method about to be called
	 * @param target what it is called on
	 * @return to be closed after the call
	 */
	static AutoClosing during(Method method, @Nullable Object target) {
		return (target instanceof Statement statement && method.getName().startsWith("execute"))
				? AutoClosing.cancelling(statement) : AutoClosing.NOTHING;
	}

}
