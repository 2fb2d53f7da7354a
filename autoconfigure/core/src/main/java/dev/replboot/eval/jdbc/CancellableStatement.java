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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationNotes;
import dev.replboot.runtime.hook.SelfCancelling;
import dev.replboot.runtime.stop.InterruptGate;

/**
 * A statement that is cancelled when the evaluation that executes it is stopped.
 */
final class CancellableStatement implements InvocationHandler {

	private static final Pattern NAMELESS = Pattern.compile("set_config\\s*\\(\\s*(?!\\s*')", Pattern.CASE_INSENSITIVE);

	private static final int LONGEST_NAME = 100;

	private final Statement target;

	private final CancellableConnection connection;

	private String sql;

	private @Nullable AtomicLong rows;

	private @Nullable Statement proxy;

	private @Nullable String looked;

	private boolean nameless;

	// values that may be the name of a setting
	private final Set<String> names = new LinkedHashSet<>();

	private CancellableStatement(Statement target, String sql, CancellableConnection connection) {
		this.target = target;
		this.sql = sql;
		this.connection = connection;
	}

	static Object of(Class<?> type, Statement target, String sql, CancellableConnection connection) {
		CancellableStatement handler = new CancellableStatement(target, sql, connection);
		Object proxy = Proxy.newProxyInstance(CancellableStatement.class.getClassLoader(),
				new Class<?>[] { type, SelfCancelling.class }, handler);
		handler.proxy = (Statement) proxy;
		return proxy;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		String name = method.getName();
		if (name.equals("equals") && arguments != null && arguments.length == 1) {
			return proxy == arguments[0];
		}
		if (name.equals("getConnection")) {
			return this.connection.proxy();
		}
		noteName(name, arguments);
		if (arguments != null && arguments.length > 0 && arguments[0] instanceof String text
				&& (name.startsWith("execute") || name.equals("addBatch"))) {
			this.sql = text;
		}
		try {
			if (name.startsWith("execute")) {
				return execute(method, arguments);
			}
			if (name.equals("addBatch")) {
				announce(this.connection.watchers());
			}
			return counted(call(method, arguments), this.rows);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Exception {
		return InterruptGate.behind(() -> method.invoke(this.target, arguments));
	}

	private void noteName(String method, Object @Nullable [] arguments) {
		if (method.startsWith("set") && arguments != null && arguments.length > 1
				&& arguments[1] instanceof String value && value.length() <= LONGEST_NAME && isNameless()) {
			this.names.add(value);
		}
	}

	// a batch sets the parameters of one text again and again
	private boolean isNameless() {
		if (!this.sql.equals(this.looked)) {
			this.looked = this.sql;
			this.nameless = NAMELESS.matcher(this.sql).find();
		}
		return this.nameless;
	}

	private @Nullable Object execute(Method method, Object @Nullable [] arguments) throws Exception {
		List<StatementWatcher> watchers = this.connection.watchers();
		try (StatementExecution execution = new StatementExecution(this.target, this.connection.scope()::onStop)) {
			noteStatement();
			Object result = watchers.isEmpty() ? call(method, arguments) : watched(method, arguments, watchers);
			noteRows(result);
			return result;
		}
	}

	// before it is executed, so that one that fails is on record as well
	private void noteStatement() {
		EvaluationNotes notes = EvaluationNotes.current();
		if (notes != null) {
			notes.add("sqlStatements", 1);
			notes.append("sql", this.sql);
		}
	}

	// what the driver says by itself: asking it for the count is up to the caller
	private static void noteRows(@Nullable Object result) {
		EvaluationNotes notes = EvaluationNotes.current();
		long rows = (notes != null) ? counted(result) : 0;
		if (notes != null && rows > 0) {
			notes.add("rowsChanged", rows);
		}
	}

	private void announce(List<StatementWatcher> watchers) throws SQLException {
		for (StatementWatcher watcher : watchers) {
			watcher.executing(this.connection.target(), this.sql);
			this.names.forEach((name) -> watcher.mayName(this.connection.target(), name));
		}
	}

	private @Nullable Object watched(Method method, Object @Nullable [] arguments, List<StatementWatcher> watchers)
			throws Exception {
		announce(watchers);
		AtomicLong counter = new AtomicLong();
		this.rows = counter;
		Throwable error = null;
		boolean query = false;
		long begin = System.nanoTime();
		try {
			Object result = call(method, arguments);
			query = result instanceof ResultSet || Boolean.TRUE.equals(result);
			counter.set(changed(result));
			return counted(result, counter);
		}
		catch (InvocationTargetException ex) {
			error = ex.getTargetException();
			throw ex;
		}
		finally {
			// walking the stack costs more than many a statement
			String caller = watchers.stream().anyMatch(StatementWatcher::wantsCaller) ? CallerLine.find() : "?";
			WatchedStatement seen = new WatchedStatement(this.sql, Duration.ofNanos(System.nanoTime() - begin), caller,
					Thread.currentThread().getName(), counter, query, error);
			watchers.forEach((watcher) -> watcher.executed(seen));
		}
	}

	private long changed(@Nullable Object result) {
		return Boolean.FALSE.equals(result) ? updateCount() : counted(result);
	}

	private static long counted(@Nullable Object result) {
		if (result instanceof Integer || result instanceof Long) {
			return ((Number) result).longValue();
		}
		if (result instanceof int[] counts) {
			return IntStream.of(counts).filter((count) -> count > 0).sum();
		}
		if (result instanceof long[] counts) {
			return LongStream.of(counts).filter((count) -> count > 0).sum();
		}
		return 0;
	}

	private long updateCount() {
		try {
			return Math.max(0, this.target.getUpdateCount());
		}
		catch (SQLException ex) {
			// the statement was executed all the same; its number of rows isn't known
			return 0;
		}
	}

	private @Nullable Object counted(@Nullable Object result, @Nullable AtomicLong rows) {
		Statement statement = this.proxy;
		return (rows != null && statement != null && result instanceof ResultSet set)
				? CountedRows.of(set, rows, statement) : result;
	}

}
