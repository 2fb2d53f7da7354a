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

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.stop.Scopes;

/**
 * Who watches which evaluation's connections. While nobody does, a statement of an
 * evaluation costs one look into an empty map, and one of the application nothing.
 */
public final class StatementWatch {

	private final Map<EvaluationScope, List<StatementWatcher>> watchers = new ConcurrentHashMap<>();

	/**
	 * Watch the connections of the evaluation that the calling thread works for, on all
	 * its threads.
	 * @param watcher sees them
	 * @return to be closed to watch no longer
	 * @throws IllegalStateException if the calling thread works for no evaluation
	 */
	public EvaluationScope.Registration watch(StatementWatcher watcher) {
		EvaluationScope scope = Scopes.current();
		if (scope == null) {
			throw new IllegalStateException("This thread doesn't evaluate for a session.");
		}
		// a watcher may have stayed for what outlived what it was made for
		this.watchers.keySet().removeIf((other) -> other.isOver() && other.handedOver() == 0);
		scope.onConnection((connection) -> sees(connection) ? connection : CancellableConnection.of(connection, this));
		this.watchers.computeIfAbsent(scope, (key) -> new CopyOnWriteArrayList<>()).add(watcher);
		return () -> remove(scope, watcher);
	}

	/**
	 * Watch one connection that an evaluation has taken, for whichever evaluation uses
	 * it.
	 * @param connection the connection
	 * @param watcher sees what it does
	 * @return to be closed to watch no longer, or {@code null} if the connection can't be
	 * watched
	 */
	public static EvaluationScope.@Nullable Registration watch(Connection connection, StatementWatcher watcher) {
		return sees(connection) ? ((CancellableConnection) Proxy.getInvocationHandler(connection)).watchedBy(watcher)
				: null;
	}

	/**
	 * The connection below one that an evaluation has taken: what it executes is neither
	 * watched nor on record.
	 * @param connection the connection
	 * @return the connection as the data source handed it out
	 */
	public static Connection unwatched(Connection connection) {
		return sees(connection) ? ((CancellableConnection) Proxy.getInvocationHandler(connection)).target()
				: connection;
	}

	private void remove(EvaluationScope scope, StatementWatcher watcher) {
		this.watchers.computeIfPresent(scope, (key, all) -> {
			all.remove(watcher);
			return all.isEmpty() ? null : all;
		});
	}

	/**
	 * Whether a connection that an evaluation has taken can be watched.
	 * @param connection the connection
	 * @return {@code false} if its data source is of a class that couldn't be wrapped
	 */
	public static boolean sees(Connection connection) {
		return Proxy.isProxyClass(connection.getClass())
				&& Proxy.getInvocationHandler(connection) instanceof CancellableConnection;
	}

	List<StatementWatcher> of(EvaluationScope scope) {
		List<StatementWatcher> all = this.watchers.isEmpty() ? null : this.watchers.get(scope);
		return (all != null) ? all : List.of();
	}

}
