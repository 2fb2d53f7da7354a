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

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for the kit's functions for data on PostgreSQL.
 */
class PostgresDataTests extends DataTests {

	PostgresDataTests() {
		super(TestedDatabase.POSTGRES);
	}

	@BeforeAll
	static void requirePrograms() {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
	}

	private static String setting(String name) {
		return "(first (vals (first (sql \"show " + name + "\"))))";
	}

	@Test
	void settingsThatOutliveTheTransactionArePutBack() {
		String change = "(sql \"set search_path = pg_catalog; set role pg_monitor; set timezone = 'Asia/Tokyo'; set app.tenant = 'x';"
				+ " select set_config('statement_timeout', '1234567', false)\")";
		String path = eval(setting("search_path"));
		eval("(def c (.getConnection (bean 'dataSource)))");
		eval("(begin!)");
		eval(change);
		assertThat(eval(setting("search_path"))).isEqualTo("\"pg_catalog\"");
		// what PostgreSQL itself says of the connection, at its end
		eval("(def settings (atom nil))");
		eval("(org.springframework.transaction.support.TransactionSynchronizationManager/registerSynchronization"
				+ " (reify org.springframework.transaction.support.TransactionSynchronization (afterCommit [_]"
				+ " (reset! settings (mapv #(first (vals (first (sql %)))) [\"show search_path\" \"show timezone\" \"show statement_timeout\""
				+ " \"select current_user\" \"select current_setting('app.tenant', true)\"])))))");
		assertThat(eval("(commit!)")).contains(":committed").contains("role, search_path");
		assertThat(eval("(:path {:path (first @settings)})")).isEqualTo(path);
		assertThat(eval("@settings")).doesNotContain("Tokyo").doesNotContain("1234567").contains("\"test\"");
	}

	@Test
	void settingsOfACorrectionArePutBack() {
		eval("(def seen (atom nil))");
		assertThat(eval("(fix! {:expect 1} (sql \"set search_path = public, pg_catalog\")"
				+ " (sql \"update purchase set total = 11 where id = 1\")"
				+ " (org.springframework.transaction.support.TransactionSynchronizationManager/registerSynchronization"
				+ " (reify org.springframework.transaction.support.TransactionSynchronization (afterCommit [_]"
				+ " (reset! seen (:search_path (first (sql \"show search_path\"))))))) nil)"))
			.contains("Committed as");
		assertThat(eval("@seen")).contains("$user");
	}

	@Test
	void settingsOfTheApplicationsOwnArePutBack() {
		execute("create table rows_of_tenants (id int primary key, tenant text);"
				+ " create function to_tenant(t text) returns void language sql as"
				+ " $$ select set_config('app.tenant', t, false) $$;"
				+ " create policy own on rows_of_tenants using (tenant = current_setting('app.tenant', true))");
		eval("(def seen (atom nil))");
		for (String set : new String[] { "set app.tenant = 'x'", "select set_config('app.tenant', 'x', false)",
				"set session app.other to 'x'", "select to_tenant('x')",
				"select set_config('app.other', 'x', false), set_config('app.tenant', 'x', true)" }) {
			String change = "(sql \"" + set + "\") (sql \"update purchase set note = note where id = 1\")"
					+ " (org.springframework.transaction.support.TransactionSynchronizationManager/registerSynchronization"
					+ " (reify org.springframework.transaction.support.TransactionSynchronization (afterCommit [_]"
					+ " (reset! seen (mapv #(:s (first (sql \"select current_setting(?, true) as s\" %)))"
					+ " [\"app.tenant\" \"app.other\"])))))";
			assertThat(eval("(fix! {:expect 0} " + change + " nil)")).as(set).contains("Committed as");
			assertThat(eval("@seen")).as(set).doesNotContain("x");
			eval("(begin!)");
			eval("(do " + change + ")");
			assertThat(eval("(commit!)")).as(set).contains(":committed");
			assertThat(eval("@seen")).as(set).doesNotContain("x");
		}
		eval("(begin!)");
		eval("(sql \"select set_config('app.tenant', 'x', true)\")");
		assertThat(eval("(commit!)")).isEqualTo(":committed");
	}

	@Test
	void procedureThatCommitsIsRefusedByTheServer() {
		execute("create procedure ending() language plpgsql as $$ begin update purchase set total = 0; commit; end $$");
		for (String call : new String[] { "call ending()",
				"do $$ begin update purchase set total = 0; commit; end $$" }) {
			for (String around : new String[] { "(do %s)", "(dry-run %s)", "(fix! {:expect 3} %s)" }) {
				assertThat(eval(around.formatted("(sql \"" + call + "\")"))).contains("Execution error");
			}
			eval("(begin!)");
			assertThat(eval("(sql \"" + call + "\")")).contains("invalid transaction termination");
			assertThat(eval("(commit!)")).contains("Nothing was committed");
			eval("(rollback!)");
		}
		assertThat(eval("(map :total (sql \"select total from purchase order by id\"))"))
			.isEqualTo("(10.00M 20.00M 0.00M)");
	}

	@Test
	void typesOfPostgresAreTakenAndShown() {
		eval("(begin!)");
		eval("(sql \"create type mood as enum ('sad', 'ok')\")");
		eval("(sql \"create table kinds (m mood, j json, jb jsonb, a int[], ta text[], ip inet, iv interval, mo money, t time(6), tz timestamptz, ja jsonb)\")");
		assertThat(eval(
				"(sql \"insert into kinds values (?, ?, ?, ?, ?, ?, ?, '1234.50', ?, ?, ?)\" :ok {:a [1 nil {\"b\" :c}]} [1 \"x\"] [1 nil 3]"
						+ " [\"a,b\" \"c\\\"d\\\\\"] (keyword \"10.0.0.1\") (java.time.Duration/ofMinutes 90) (java.time.LocalTime/parse \"12:34:56.123456\")"
						+ " (java.time.Instant/parse \"2024-11-03T05:30:00Z\") {\"a\" 1})"))
			.isEqualTo("{:changed 1}");
		assertThat(eval(
				"(pr-str (first (sql \"select m, j, jb, a, ta, ip, iv::text, mo, t::text, ja ? 'a' as has from kinds\")))"))
			.contains(":m \\\"ok\\\"", ":a [1 nil 3]", "a,b", "10.0.0.1", "01:30:00", "1,234.50", "12:34:56.123456",
					":has true");
		assertThat(eval(
				"(count (sql \"select 1 from kinds where m = :m and ja ? 'a' and a @> :a and ip = :ip\" {:m :ok :a [3] :ip (keyword \"10.0.0.1\")}))"))
			.isEqualTo("1");
		assertThat(eval("(pr-str (:j (first (sql \"select j::text as j from kinds\"))))"))
			.contains("{\\\\\\\"a\\\\\\\":[1,null");
		assertThat(eval("(str (:tz (first (sql \"select tz from kinds\"))))")).contains("2024-11-0");
		assertThat(eval(
				"(mapv str (vals (first (sql \"select 'infinity'::date a, '-infinity'::timestamptz b, '24:00'::time c, '0044-03-15 BC'::date d\"))))"))
			.contains("\"infinity\" \"-infinity\" \"24:00:00\"");
		eval("(rollback!)");
	}

	@Test
	void elementsOfArraysAreReadLikeColumns() {
		String rows = "(for [x [\"'2024-11-03 05:30+00'::timestamptz\" \"'infinity'::timestamptz\" \"'2024-03-10 02:30:00.123456'::timestamp\""
				+ " \"'-infinity'::timestamp\" \"'01:02:03.456789'::time\" \"'24:00'::time\" \"'01:02:03.456+02'::timetz\" \"'2024-01-01'::date\""
				+ " \"'infinity'::date\" \"'0044-01-01 BC'::date\" \"1234.5::money\" \"1.50::numeric\" \"'NaN'::numeric\" \"null::timestamptz\""
				+ " \"'a'::text\" \"true\" \"7::int\" \"'1 day'::interval\" \"'{}'::jsonb\"]"
				+ " :let [row (first (sql (str \"select \" x \" as v, array[\" x \"] as a, array[[\" x \"]] as n\")))]"
				+ " :when (not= (str (:v row)) (str (first (:a row))) (str (ffirst (:n row))))] [x row])";
		assertThat(eval(rows)).isEqualTo("()");
	}

	@Test
	void parameterIsOfAnyClassWhoseTextAColumnHas() {
		assertThat(eval("(vals (first (sql \"select ? a, ?::int b, ? c, ?::inet d, ? e, ? f, ? g, ? h\""
				+ " (java.util.Optional/of 1) (java.time.Year/of 2024) (java.time.YearMonth/of 2024 3)"
				+ " (java.net.InetAddress/getByName \"127.0.0.1\") (java.util.Currency/getInstance \"CHF\")"
				+ " (java.net.URI/create \"http://x\") java.util.Locale/GERMANY (java.util.Optional/empty))))"))
			.isEqualTo("(1 2024 \"2024-03\" \"127.0.0.1\" \"CHF\" \"http://x\" \"de-DE\" nil)");
		assertThat(eval("(mapv :a (sql \"select a::text from unnest(?::inet[]) a\""
				+ " [(java.net.InetAddress/getByName \"127.0.0.1\") nil (java.util.Optional/empty)]))"))
			.isEqualTo("[\"127.0.0.1/32\" nil nil]");
		assertThat(eval("(:a (first (sql \"select ?::int[] as a\" [[] []])))")).isEqualTo("[]");
		assertThat(eval("(sql \"select ?, ?\" 1 (atom 1))"))
			.contains("Parameter 2 is a value of clojure.lang.Atom, which the driver can't write.");
		assertThat(eval("(sql \"select ?::int\" \"x\")")).contains("invalid input syntax for type integer");
	}

	@Test
	void copyIsRefused() {
		assertThat(eval("(sql \"copy purchase to stdout\")")).contains("copy sends its rows past JDBC");
		assertThat(eval("(sql \"copy (select 1) to stdout with (format csv)\")"))
			.contains("copy sends its rows past JDBC");
	}

	@Test
	void namesAreThoseOfTheServer() {
		execute("create table \"ORDERS\" (\"A\" int, a int); create table orders (x int)");
		assertThat(eval("(set (map :table (tables)))")).contains("\"ORDERS\"", "\"orders\"");
		assertThat(eval("(mapv :column (columns \"ORDERS\"))")).isEqualTo("[\"A\" \"a\"]");
		assertThat(eval("(mapv :column (columns 'orders))")).isEqualTo("[\"x\"]");
		assertThat(eval("(pr-str (sql \"select 1 as \\\"A\\\", 2 as a\"))")).isEqualTo("\"[{:A 1, :a 2}]\"");
	}

}
