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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Statements about the rows of one table. Values are written by whoever asks: as
 * parameters, or as literals of a script.
 *
 * @param table the table
 * @param whole whether its name stands for its partitions as well, so that it may not be
 * taken alone
 */
record TableSql(TableImage table, boolean whole) {

	private static final String ALIAS = "t";

	private boolean isPostgres() {
		return "postgresql".equals(this.table.kind());
	}

	String name() {
		String name = this.table.id().quoted(this.table.kind());
		// not the rows of tables that inherit from it
		return (isPostgres() && !this.whole) ? "only " + name : name;
	}

	String column(int index) {
		return this.table.columns().get(index).quoted(this.table.kind());
	}

	/**
	 * What tells a row from others in this transaction, if the table has no key.
	 * @return the pseudo column
	 */
	String locator() {
		return isPostgres() ? "ctid" : "_rowid_";
	}

	List<Integer> keys() {
		return indexes((column) -> column.key());
	}

	/**
	 * The columns that statements may write.
	 * @return their indexes
	 */
	List<Integer> written() {
		return indexes((column) -> !column.generated());
	}

	private List<Integer> indexes(Predicate<ImageColumn> wanted) {
		return IntStream.range(0, this.table.columns().size())
			.filter((i) -> wanted.test(this.table.columns().get(i)))
			.boxed()
			.toList();
	}

	/**
	 * The columns that an update has to write.
	 * @param from the row as it is
	 * @param to the row as it should be
	 * @return their indexes
	 */
	List<Integer> different(RowImage from, RowImage to) {
		return written().stream().filter((i) -> !Objects.equals(from.texts().get(i), to.texts().get(i))).toList();
	}

	/**
	 * The expressions of all columns' texts.
	 * @param inserted whether they are of rows that are inserted, where there is no alias
	 * @return the expressions
	 */
	String texts(boolean inserted) {
		String qualifier = inserted ? this.table.id().quoted(this.table.kind()) : ALIAS;
		return this.table.columns()
			.stream()
			.map((column) -> ValueTexts.select(this.table.kind(), qualifier, column))
			.collect(Collectors.joining(", "));
	}

	/**
	 * Select a row with all its texts, after the locator of a table without a key.
	 * @param row the row
	 * @param values how values are written
	 * @param lock whether to lock it
	 * @return the statement
	 */
	String select(RowImage row, Values values, boolean lock) {
		String first = this.table.hasKey() ? "" : ALIAS + "." + locator() + ", ";
		return "select " + first + texts(false) + " from " + name() + " " + ALIAS + " where "
				+ (this.table.hasKey() ? byKey(row, values) : byAll(row, values)) + (lock ? " for update" : "");
	}

	String byKey(RowImage row, Values values) {
		return keys().stream()
			.map((i) -> ALIAS + "." + column(i) + " = " + values.apply(i, row.texts().get(i)))
			.collect(Collectors.joining(" and "));
	}

	/**
	 * The condition that all columns have the row's texts. In PostgreSQL a type needn't
	 * have an equality of its own for that.
	 * @param row the row
	 * @param values how values are written
	 * @return the condition
	 */
	String byAll(RowImage row, Values values) {
		List<String> all = new ArrayList<>();
		for (int i = 0; i < this.table.columns().size(); i++) {
			String value = values.apply(i, row.texts().get(i));
			all.add(isPostgres() ? ALIAS + "." + column(i) + "::text is not distinct from (" + value + ")::text"
					: ALIAS + "." + column(i) + " is not distinct from " + value);
		}
		return String.join(" and ", all);
	}

	String byLocator(String value) {
		return ALIAS + "." + locator() + " = " + (isPostgres() ? "cast(" + value + " as tid)" : value);
	}

	String delete(String where) {
		return "delete from " + name() + " " + ALIAS + " where " + where;
	}

	String update(List<Integer> columns, RowImage row, Values values, String where) {
		return "update " + name() + " " + ALIAS + " set "
				+ columns.stream()
					.map((i) -> column(i) + " = " + values.apply(i, row.texts().get(i)))
					.collect(Collectors.joining(", "))
				+ " where " + where;
	}

	String insert(List<RowImage> rows, Values values) {
		List<Integer> columns = written();
		String target = this.table.id().quoted(this.table.kind());
		if (columns.isEmpty()) {
			return "insert into " + target + " default values";
		}
		// PostgreSQL and H2 keep a value for an identity column only then
		boolean overriding = this.table.columns()
			.stream()
			.anyMatch((column) -> column.identity() != ImageColumn.Identity.NONE);
		return "insert into " + target + " (" + columns.stream().map(this::column).collect(Collectors.joining(", "))
				+ ")" + (overriding ? " overriding system value" : "") + " values "
				+ rows.stream()
					.map((row) -> "(" + columns.stream()
						.map((i) -> values.apply(i, row.texts().get(i)))
						.collect(Collectors.joining(", ")) + ")")
					.collect(Collectors.joining(", "));
	}

	/**
	 * Update that frees the unique values of a row.
	 * @param columns the columns of the unique keys
	 * @param where the row
	 * @return the statement
	 * @throws IllegalStateException if there is no other value for one of the columns
	 */
	String park(List<Integer> columns, String where) {
		return "update " + name() + " " + ALIAS + " set "
				+ columns.stream().map((i) -> column(i) + " = " + aside(i)).collect(Collectors.joining(", "))
				+ " where " + where;
	}

	// a value that no other row has
	private String aside(int index) {
		ImageColumn column = this.table.columns().get(index);
		String type = column.type().toLowerCase(Locale.ROOT);
		if (column.nullable()) {
			return "null";
		}
		if (type.matches("(smallint|integer|bigint|numeric|decimal|real|double precision).*")) {
			return "(select min(x." + column(index) + ") - 1 from " + name() + " x)";
		}
		if (type.matches("(character|text|varchar).*")) {
			return "'~' || substr(cast(" + (isPostgres() ? "gen_random_uuid()" : "random_uuid()")
					+ " as varchar), 1, 8)";
		}
		if (type.equals("uuid")) {
			return isPostgres() ? "gen_random_uuid()" : "random_uuid()";
		}
		throw new IllegalStateException("Rows of " + this.table.id().shown(this.table.kind(), "")
				+ " have exchanged values of the unique column " + column.name()
				+ ", which is never null and can't take another value for a moment.");
	}

	/**
	 * How a value is written: from its column's index and its text.
	 */
	interface Values extends BiFunction<Integer, @Nullable String, String> {

	}

}
