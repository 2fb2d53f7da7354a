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

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.r2dbc.spi.ColumnMetadata;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;
import reactor.core.publisher.Mono;

/**
 * H2, whose transactions write although they are declared to be read-only. Statements
 * that aren't queries are refused. A query that wrote is rolled back, and the answer says
 * so.
 */
final class R2dbcH2 extends R2dbcDatabase {

	private static final String CONNECTION = "io.r2dbc.h2.H2Connection";

	private static final Set<String> QUERIES = Set.of("select", "with", "values", "table", "show", "explain");

	// what may follow on with and explain
	private static final Set<String> WRITES = Set.of("insert", "update", "delete", "merge", "create", "drop", "alter",
			"truncate");

	private static final String TIMEOUT = "select setting_value from information_schema.settings where setting_name = 'QUERY_TIMEOUT'";

	private volatile @Nullable String timeout;

	R2dbcH2() {
		super(SqlDialect.H2);
	}

	@Override
	void refuseWrite(SqlStatement statement) {
		int first = 0;
		while (statement.word(first).equals("(")) {
			first++;
		}
		String word = statement.word(first);
		boolean query = QUERIES.contains(word) && ((!word.equals("with") && !word.equals("explain"))
				|| WRITES.stream().noneMatch(statement::contains));
		if (!query) {
			throw new IllegalArgumentException(
					"The statement is no query, and sql only reads over R2DBC: nothing was changed.");
		}
		if (statement.text().contains(";")) {
			throw new IllegalArgumentException(
					"The statement was refused: the driver of H2 begins another one at each semicolon, also in a literal or a comment."
							+ " Give the literal as a parameter: (sql \"select … where note = ?\" \"a;b\").");
		}
	}

	@Override
	Mono<Void> limit(Connection connection, Duration time) {
		return ask(connection, TIMEOUT).doOnNext((value) -> this.timeout = value)
			.then(Mono
				.defer(() -> ask(connection, "set query_timeout " + Math.min(time.toMillis(), Integer.MAX_VALUE))))
			.then();
	}

	@Override
	Mono<Void> restore(Connection connection) {
		String before = this.timeout;
		this.timeout = null;
		return (before != null) ? ask(connection, "set query_timeout " + before).then() : Mono.empty();
	}

	@Override
	Mono<Void> check(Connection connection) {
		return ask(connection, "select transaction_id()").flatMap((id) -> Mono.error(() -> new IllegalArgumentException(
				"The statement changed data, which was rolled back, because sql only reads.")));
	}

	@Override
	void bind(Statement statement, int index, @Nullable Object value) {
		if (value instanceof Map<?, ?>) {
			throw new IllegalArgumentException(
					"Over R2DBC, a parameter of H2 is no map. Write JSON as text: cast(? as json).");
		}
		if (value == null) {
			statement.bindNull(index, String.class);
		}
		else {
			statement.bind(index, plain(value));
		}
	}

	private static Object plain(Object value) {
		if (ListValues.isList(value)) {
			return ListValues.elements(value)
				.stream()
				.map((element) -> (element != null) ? plain(element) : null)
				.toArray();
		}
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		if (value instanceof BigInteger number) {
			return new BigDecimal(number);
		}
		return (value instanceof UntypedValue) ? value.toString() : value;
	}

	@Override
	String name(ColumnMetadata column) {
		return TableName.plain(column.getName());
	}

	static boolean isH2(Connection driver) {
		return driver.getClass().getName().equals(CONNECTION);
	}

	/**
	 * Stop what a connection is doing. Its driver has no way to do so.
	 * @param driver the driver's own connection
	 */
	static void cancel(Connection driver) {
		Field field = ReflectionUtils.findField(driver.getClass(), "client");
		if (field == null) {
			return;
		}
		ReflectionUtils.makeAccessible(field);
		Object session = invoke(ReflectionUtils.getField(field, driver), "getSession");
		invoke(session, "cancel");
	}

	private static @Nullable Object invoke(@Nullable Object target, String name) {
		Method method = (target != null) ? ReflectionUtils.findMethod(target.getClass(), name) : null;
		return (method != null) ? ReflectionUtils.invokeMethod(method, target) : null;
	}

}
