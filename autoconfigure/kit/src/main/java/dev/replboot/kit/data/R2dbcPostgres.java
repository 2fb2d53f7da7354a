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

import java.time.Duration;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.r2dbc.spi.ColumnMetadata;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;

import dev.replboot.kit.data.json.JsonLineWriter;

/**
 * PostgreSQL, whose server refuses to write in a transaction that only reads.
 */
final class R2dbcPostgres extends R2dbcDatabase {

	// the driver reads money as a number, which it isn't in each locale
	private static final Set<String> TEXTS = Set.of("money", "bit", "varbit", "json", "jsonb", "interval", "inet");

	private static final Set<String> LOCKS = Set.of("pg_advisory_lock", "pg_advisory_lock_shared",
			"pg_try_advisory_lock", "pg_try_advisory_lock_shared");

	private static final boolean DRIVER = ClassUtils.isPresent("io.r2dbc.postgresql.codec.PostgresqlObjectId",
			R2dbcPostgres.class.getClassLoader());

	// a proxy may have left out what kind of transaction was asked for; a limit that is
	// there already stays if it is lower
	private static final String LIMITS = """
			select pg_catalog.set_config('transaction_read_only', 'on', true),
				pg_catalog.set_config('standard_conforming_strings', 'on', true),
				pg_catalog.set_config('statement_timeout', least(nullif(setting::bigint, 0), %d)::text, true)
			from pg_catalog.pg_settings where name = 'statement_timeout'""";

	R2dbcPostgres() {
		super(SqlDialect.POSTGRESQL);
	}

	@Override
	void refuseWrite(SqlStatement statement) {
		// what writes, the server refuses; this outlives the rollback, in the pool
		if (statement.word(0).equals("prepare") || LOCKS.stream().anyMatch(statement::names)) {
			throw new IllegalArgumentException("The statement was refused: the connection would keep "
					+ (statement.word(0).equals("prepare") ? "the prepared statement"
							: "the lock (pg_advisory_xact_lock takes one for the transaction)")
					+ " when it goes back to the application.");
		}
	}

	@Override
	Mono<Void> limit(Connection connection, Duration time) {
		long millis = Math.min(time.toMillis(), Integer.MAX_VALUE);
		return ask(connection, LIMITS.formatted(millis)).switchIfEmpty(Mono.error(() -> new IllegalStateException(
				"PostgreSQL doesn't tell whether the transaction only reads. Nothing was run.")))
			.then();
	}

	@Override
	String marked(String sql) {
		StringBuilder marked = new StringBuilder();
		SqlScanner scanner = new SqlScanner(sql, dialect());
		int copied = 0;
		int number = 0;
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			int start = scanner.start();
			if (kind != SqlScanner.Kind.SYMBOL || scanner.at(start) != '?') {
				continue;
			}
			marked.append(sql, copied, start);
			copied = start + 1;
			if (scanner.at(start + 1) == '?') {
				scanner.next();
				marked.append('?');
				copied++;
			}
			else {
				marked.append('$').append(++number);
			}
		}
		return marked.append(sql, copied, sql.length()).toString();
	}

	@Override
	void bind(Statement statement, int index, @Nullable Object value) {
		if (value == null) {
			// The value is of any type, as the driver knows it.
			statement.bindNull(index, Object.class);
			return;
		}
		String text = text(value);
		if (text == null) {
			statement.bind(index, value);
		}
		else {
			statement.bind(index, DRIVER ? PostgresDriver.untyped(text) : text);
		}
	}

	// The values may become more than one type.
	private static @Nullable String text(Object value) {
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		if (value instanceof Map<?, ?>) {
			return JsonLineWriter.toText(value);
		}
		if (ListValues.isList(value)) {
			return PostgresArrays.toText(value);
		}
		return (value instanceof UntypedValue || value instanceof TemporalAmount) ? value.toString() : null;
	}

	@Override
	boolean isText(ColumnMetadata column) {
		return TEXTS.contains(column.getType().getName().toLowerCase(Locale.ROOT));
	}

}
