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

	boolean isMariaDb() {
		return "mariadb".equals(this.table.kind());
	}

	/**
	 * Whether something tells each row from all others in this transaction.
	 * @return {@code false} if rows without a key have nothing but their values
	 */
	boolean hasLocator() {
		return !this.table.hasKey() && !isMariaDb();
	}

	// MariaDB knows no aliases where it updates or deletes rows of one table
	private String alias() {
		return isMariaDb() ? "" : " " + ALIAS;
	}

	private String qualified(int index) {
		return isMariaDb() ? column(index) : ALIAS + "." + column(index);
	}

	String name() {
		String name = this.table.id().quoted(this.table.kind());
		// not the rows of tables that inherit from it
		return (isPostgres() && !this.whole) ? "only " + name : name;
	}

	String column(int index) {
		return this.table.columns().get(index).quoted(this.table.kind());
	}

	// what tells a row from others in this transaction, if the table has no key; each
	// partition has a ctid of its own
	private String locator() {
		String partition = this.whole ? ALIAS + ".tableoid::text || ' ' || " : "";
		return partition + ALIAS + (isPostgres() ? ".ctid::text" : "._rowid_");
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
		List<Integer> different = written().stream()
			.filter((i) -> !Objects.equals(from.texts().get(i), to.texts().get(i)))
			.toList();
		if (different.isEmpty() || !isMariaDb()) {
			return different;
		}
		// what isn't written may become the current time by itself
		return written().stream()
			.filter((i) -> different.contains(i)
					|| this.table.columns().get(i).type().matches("(timestamp|datetime).*"))
			.toList();
	}

	/**
	 * The expressions of all columns' texts.
	 * @param inserted whether they are of rows that are inserted, where there is no alias
	 * @return the expressions
	 */
	String texts(boolean inserted) {
		String qualifier = (inserted || isMariaDb()) ? this.table.id().quoted(this.table.kind()) : ALIAS;
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
		String first = hasLocator() ? locator() + ", " : "";
		return "select " + first + texts(false) + " from " + name() + alias() + " where "
				+ (this.table.hasKey() ? byKey(row, values) : byAll(row, values)) + (lock ? " for update" : "");
	}

	String byKey(RowImage row, Values values) {
		return keys().stream()
			.map((i) -> qualified(i) + " = " + values.apply(i, row.texts().get(i)))
			.collect(Collectors.joining(" and "));
	}

	/**
	 * The condition that a row has exactly the key, whatever its collation says.
	 * @param row the row
	 * @param values how values are written
	 * @return the condition for MariaDB
	 */
	String byExactKey(RowImage row, Values values) {
		return byKey(row, values) + keys().stream()
			.map((i) -> " and " + same(i, values.apply(i, row.texts().get(i))))
			.collect(Collectors.joining());
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
			if (isMariaDb() && this.table.columns().get(i).generated()) {
				continue;
			}
			all.add(same(i, values.apply(i, row.texts().get(i))));
		}
		return String.join(" and ", all);
	}

	private String same(int index, String value) {
		if (isMariaDb()) {
			return ValueTexts.mariaDbSame(column(index), this.table.columns().get(index), value);
		}
		String column = qualified(index);
		if (isPostgres() && this.table.columns().get(index).type().equals("bpchar")) {
			// A cast to text removes spaces at the end, that of an array keeps them.
			return "array[" + column + "]::text = array[" + value + "]::text";
		}
		return isPostgres() ? column + "::text is not distinct from (" + value + ")::text"
				: ValueTexts.h2Same(column, this.table.columns().get(index), value);
	}

	/**
	 * The condition that a row is the one that a locator tells.
	 * @return the condition, with a parameter wherever the locator belongs
	 */
	String byLocator() {
		if (this.whole) {
			return ALIAS + ".tableoid = cast(split_part(?, ' ', 1) as oid) and " + ALIAS
					+ ".ctid = cast(split_part(?, ' ', 2) as tid)";
		}
		return ALIAS + (isPostgres() ? ".ctid = cast(? as tid)" : "._rowid_ = ?");
	}

	/**
	 * The condition that a row is any one of those that are alike.
	 * @param condition the condition for all of them
	 * @return the condition for one
	 */
	String byAnyOf(String condition) {
		String columns = isPostgres() ? "t.ctid" : "t._rowid_";
		if (this.whole) {
			columns = "t.tableoid, t.ctid";
		}
		return (this.whole ? "(" + columns + ")" : columns) + " = (select " + columns + " from " + name() + " t where "
				+ condition + " limit 1)";
	}

	String delete(String where) {
		return "delete from " + name() + alias() + " where " + where;
	}

	String update(List<Integer> columns, RowImage row, Values values, String where) {
		return "update " + name() + alias() + " set "
				+ columns.stream()
					.map((i) -> column(i) + " = " + values.apply(i, row.texts().get(i)))
					.collect(Collectors.joining(", "))
				+ " where " + where;
	}

	String insert(List<RowImage> rows, Values values) {
		List<Integer> columns = written();
		String target = this.table.id().quoted(this.table.kind());
		if (columns.isEmpty()) {
			return "insert into " + target + (isMariaDb() ? " () values ()" : " default values");
		}
		// PostgreSQL and H2 keep a value for an identity column only then
		boolean overriding = !isMariaDb()
				&& this.table.columns().stream().anyMatch((column) -> column.identity() != ImageColumn.Identity.NONE);
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
	 * @throws NoOrderException if there is no other value for one of the columns
	 */
	String park(List<Integer> columns, String where) {
		return "update " + name() + alias() + " set "
				+ columns.stream().map((i) -> column(i) + " = " + aside(i)).collect(Collectors.joining(", "))
				+ " where " + where;
	}

	/**
	 * Whether there is a value of MariaDB that no other row has.
	 * @param index the index of a column that is never null
	 * @return whether there is
	 */
	boolean hasOther(int index) {
		return MariaDbAside.value(this.table.columns().get(index), name()) != null;
	}

	// a value that no other row has
	private String aside(int index) {
		ImageColumn column = this.table.columns().get(index);
		String type = column.type().toLowerCase(Locale.ROOT);
		if (column.nullable()) {
			return "null";
		}
		if (type.endsWith("range")) {
			return "'empty'";
		}
		String other = isMariaDb() ? MariaDbAside.value(column, name()) : null;
		if (other != null) {
			return other;
		}
		if (!isMariaDb() && type.matches("(smallint|integer|bigint|numeric|decimal|real|double precision).*")) {
			return "(select min(x." + column(index) + ") - 1 from " + name() + " x)";
		}
		if (!isMariaDb() && type.matches("(character|text|varchar).*")) {
			return "'~' || substr(cast(" + (isPostgres() ? "gen_random_uuid()" : "random_uuid()")
					+ " as varchar), 1, 8)";
		}
		if (!isMariaDb() && type.equals("uuid")) {
			return isPostgres() ? "gen_random_uuid()" : "random_uuid()";
		}
		throw new NoOrderException("Rows of " + this.table.id().shown(this.table.kind(), "")
				+ " have exchanged values of the unique column " + column.name()
				+ ", which is never null and can't take another value for a moment. (undo-plan id) shows the values.");
	}

	/**
	 * How a value is written: from its column's index and its text.
	 */
	interface Values extends BiFunction<Integer, @Nullable String, String> {

	}

}
