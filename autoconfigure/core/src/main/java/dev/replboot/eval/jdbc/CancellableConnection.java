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

package dev.replboot.eval.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.stop.InterruptGate;
import dev.replboot.runtime.stop.Scopes;
import dev.replboot.runtime.stop.Takings;
import dev.replboot.runtime.take.TakenConnection;

/**
 * A connection that belongs to an evaluation, or to a transaction that several of them
 * share: the statements that it makes are cancelled with the evaluation that executes
 * them, and whoever watches that evaluation sees them.
 */
final class CancellableConnection implements InvocationHandler {

	private final Connection target;

	private final EvaluationScope scope;

	private final StatementWatch watch;

	private final List<StatementWatcher> own = new CopyOnWriteArrayList<>();

	private @Nullable Connection proxy;

	private CancellableConnection(Connection target, EvaluationScope scope, StatementWatch watch) {
		this.target = target;
		this.scope = scope;
		this.watch = watch;
	}

	static Connection of(Connection connection, StatementWatch watch) throws SQLException {
		EvaluationScope scope = Scopes.current();
		if (scope == null) {
			return connection;
		}
		try {
			for (StatementWatcher watcher : watch.of(scope)) {
				watcher.connected(connection);
			}
		}
		catch (Throwable ex) {
			// nobody else would give it back
			connection.close();
			throw ex;
		}
		CancellableConnection handler = new CancellableConnection(connection, scope, watch);
		Connection proxy = (Connection) Proxy.newProxyInstance(CancellableConnection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, handler);
		handler.proxy = proxy;
		TakenConnection.note(proxy, connection, handler.own::isEmpty);
		return proxy;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (method.getName().equals("equals") && arguments != null && arguments.length == 1) {
			return proxy == arguments[0];
		}
		if (isWithheld(method, arguments)) {
			return null;
		}
		try {
			Object result = wrap(method, InterruptGate.behind(() -> method.invoke(this.target, arguments)), arguments);
			if (method.getName().equals("close")) {
				Takings.gaveBack(proxy);
			}
			return result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * Have this connection watched, whichever evaluation uses it.
	 * @param watcher sees what it does
	 * @return to be closed to watch no longer
	 */
	EvaluationScope.Registration watchedBy(StatementWatcher watcher) {
		this.own.add(watcher);
		return () -> this.own.remove(watcher);
	}

	Connection target() {
		return this.target;
	}

	/**
	 * What statements and metadata give as their connection, so that nobody gets past it.
	 * @return the connection with its watchers
	 */
	Connection proxy() {
		return Objects.requireNonNullElse(this.proxy, this.target);
	}

	// a connection may live longer than the evaluation that took it: in a transaction
	// across forms
	EvaluationScope scope() {
		EvaluationScope current = Scopes.current();
		return (current != null) ? current : this.scope;
	}

	List<StatementWatcher> watchers() {
		List<StatementWatcher> evaluation = this.watch.of(scope());
		if (this.own.isEmpty()) {
			return evaluation;
		}
		List<StatementWatcher> all = new ArrayList<>(evaluation);
		all.addAll(this.own);
		return all;
	}

	private boolean isWithheld(Method method, Object @Nullable [] arguments) throws SQLException {
		boolean withheld = false;
		for (StatementWatcher watcher : watchers()) {
			switch (method.getName()) {
				case "commit" -> withheld |= watcher.withholdsCommit(this.target);
				case "setAutoCommit" -> withheld |= arguments != null && Boolean.TRUE.equals(arguments[0])
						&& watcher.withholdsAutoCommit(this.target);
				case "rollback" -> {
					if (arguments == null || arguments.length == 0) {
						watcher.rollingBack(this.target);
					}
					else {
						watcher.rollingBackToSavepoint(this.target);
					}
				}
				case "unwrap" -> watcher.unwrapping(this.target);
				case "close" -> watcher.closing(this.target);
				default -> {
				}
			}
		}
		return withheld;
	}

	private @Nullable Object wrap(Method method, @Nullable Object result, Object @Nullable [] arguments) {
		Class<?> type = method.getReturnType();
		if (result instanceof Statement statement
				&& (type == CallableStatement.class || type == PreparedStatement.class || type == Statement.class)) {
			String sql = (arguments != null && arguments.length > 0 && arguments[0] instanceof String text) ? text : "";
			return CancellableStatement.of(type, statement, sql, this);
		}
		return (result instanceof DatabaseMetaData metaData && type == DatabaseMetaData.class) ? described(metaData)
				: result;
	}

	private Object described(DatabaseMetaData metaData) {
		return Proxy.newProxyInstance(CancellableConnection.class.getClassLoader(),
				new Class<?>[] { DatabaseMetaData.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("getConnection")) {
						return proxy();
					}
					try {
						return method.invoke(metaData, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
