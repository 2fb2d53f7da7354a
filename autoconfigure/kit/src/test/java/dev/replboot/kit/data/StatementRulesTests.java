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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What {@code sql} refuses by a statement's words.
 */
@Tag("plain")
class StatementRulesTests {

	private static final String COLUMNS = "a, b, c, d, e, f, g, h, \"to\", \"from\"";

	private static void check(String sql) {
		assertThat(StatementRules.texts(sql, SqlDialect.POSTGRESQL, false)).containsExactly(sql);
	}

	@ParameterizedTest
	@ValueSource(strings = { "copy t to stdout", "COPY /* x */ (select 1)\nTO\nSTDOUT", "copy t from stdin",
			"copy (select " + COLUMNS + " from t where x = 'to stdin') to stdout (format csv)",
			"copy t (" + COLUMNS + ") from stdin", "select 1; copy t to stdout" })
	void copyPastTheDriverIsRefused(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageContaining("copy sends its rows past JDBC");
	}

	@ParameterizedTest
	@ValueSource(strings = { "copy t to '/tmp/x'", "copy (select " + COLUMNS + " from t) to '/tmp/x' with (format csv)",
			"copy t to E'/tmp/x'", "copy t(\"from\") to $$/tmp/x$$" })
	void copyToAFileOfTheServerIsRefused(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageContaining("write a file on the database's server");
	}

	@ParameterizedTest
	@ValueSource(strings = { "copy t to program 'cat'", "copy t from program 'cat'",
			"copy (select 1) TO PROGRAM 'cat > /tmp/x'" })
	void copyThatStartsAProgramIsRefused(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageContaining("start a program on the database's server");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select lo_export(o, '/tmp/x') from t", "select pg_catalog.LO_EXPORT (1, '/tmp/x')",
			"select pg_file_write('x', 'y', false)" })
	void fileOfPostgresIsRefused(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageContaining("write a file on the database's server");
		check("select 'lo_export(1)', lo_export from t -- lo_export(1)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select dblink_exec('dbname=x', 'delete from t')", "select dblink_send_query('c', 'x')" })
	void connectionOfTheServersOwnIsRefused(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageContaining("commits through a connection of the database's own");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select * from dblink('c', 'delete from t returning 1') as t (x int)",
			"select * from public.DBLINK ('c', 'x') as t (x int)", "select * from \"dblink\"('c', 'x') as t (x int)",
			"select dblink_open('c', 'select f()')", "select dblink_connect('c', 'dbname=x')",
			"select * from dblink_get_result('c') as t (x int)", "do $x$ begin perform dblink_exec('c', 'x'); end $x$",
			"do 'begin perform dblink_exec(''c'', ''x''); end'",
			"create function f() returns void language plpgsql as $$ begin perform dblink_exec('c', 'x'); end $$",
			"select 1; select pg_background_launch('vacuum')", "select U&\"dbl\\0069nk\"('c', 'delete from t')",
			"select u&\"d!0062link_exec\" UESCAPE '!' ('c', 'x')",
			"select public.U&\"\\+000064blink_exec\" /* x */ ('c', 'x')",
			"do U&'begin perform dbl\\0069nk_exec(''c'', ''x''); end'",
			"do E'begin perform dbl\\x69nk_exec(\\'c\\', \\'x\\'); end'",
			"do 'begin perform dbl'\n'ink_exec(''c'', ''x''); end'",
			"do language plpgsql $$ begin execute 'select dbl' || 'ink_exec(''c'', ''x'')'; end $$",
			"do $$ begin perform U&\"dbl\\0069nk_exec\"('c', 'x'); end $$",
			"select query_to_xml('select dblink_exec(''c'', ''x'')', true, true, '')" })
	void connectionOfTheServersOwnIsRefusedInEachForm(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageContaining("commits through a connection of the database's own");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 'dblink(x)'", "select dblink from t", "select dblink_get_connections()",
			"select dblink_disconnect('c')", "select 1 -- dblink('x')", "select mydblink('c')",
			"create extension dblink", "select U&'dbl\\0069nk(x)'", "select u & \"dblink\" from t",
			"update t set x = E'dblink(\\'x\\')'" })
	void whatOnlyNamesSuchAConnectionIsLeftToTheServer(String sql) {
		check(sql);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select pg_drop_replication_slot('s')", "select pg_catalog.pg_switch_wal()",
			"select * from pg_logical_slot_get_changes('s', null, null)", "select pg_stat_reset_shared('bgwriter')" })
	void functionThatChangesTheServerIsRefused(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageContaining("changes the database's server, which no rollback takes back");
		check("select 'pg_switch_wal()', pg_switch_wal from pg_replication_slots");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select \"pg_switch_wal\"()", "select U&\"pg_stat\\005Freset\"()",
			"select pg_catalog.U&\"pg!005Fpromote\" uescape '!' ()" })
	void functionInQuotesIsTheSame(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageContaining("changes the database's server, which no rollback takes back");
		assertThatIllegalArgumentException().isThrownBy(() -> check("select U&\"lo\\005Fexport\"(1, '/tmp/x')"))
			.withMessageContaining("write a file on the database's server");
	}

	@ParameterizedTest
	@ValueSource(strings = { "call csvwrite('/tmp/x', 'select 1')", "select File_Write(b, '/tmp/x') from t",
			"script to '/tmp/x'", "script nodata drop to '/tmp/x' table t", "backup to '/tmp/x'",
			"call \"CSVWRITE\"('/tmp/x', 'select 1')", "call U&\"CSV\\0057RITE\"('/tmp/x', 'select 1')" })
	void fileOfH2IsRefused(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> StatementRules.texts(sql, SqlDialect.H2, false))
			.withMessageContaining("write a file on the database's server");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select * into outfile '/tmp/x' from t", "select 1 INTO\nDUMPFILE \"/tmp/x\"",
			"select 1 into /*!50000 outfile */ '/tmp/x'" })
	void fileOfMySqlIsRefused(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> StatementRules.texts(sql, SqlDialect.MYSQL, false))
			.withMessageContaining("write a file on the database's server");
	}

	@ParameterizedTest
	@ValueSource(strings = { "script", "script table t", "select csvwrite, 'file_write(1)' from t",
			"select * from csvread('/tmp/x')", "insert into dumpfile values ('a')", "select 'into outfile'" })
	void whatWritesNoFileIsLeftToTheServer(String sql) {
		for (SqlDialect dialect : SqlDialect.values()) {
			assertThat(StatementRules.texts(sql, dialect, false)).containsExactly(sql);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "do $$ begin perform lo_export(1, '/tmp/x'); end $$",
			"do $$ begin copy t to program 'cat'; end $$", "do 'begin execute ''copy t to '' || x; end'",
			"do $$ begin copy (select 1)\nto '/tmp/x'; end $$", "do $$ begin copy t from program 'id'; end $$",
			"do $$ begin execute 'select pg_file_write(' || x; end $$", "copy public.from to '/tmp/x'",
			"copy public.\"from\" to program 'id'", "copy public.from to program 'id'" })
	void fileOfPostgresIsRefusedInCode(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageMatching(".*(write a file|start a program).*on the database's server.*");
	}

	@ParameterizedTest
	@ValueSource(strings = { "do $$ begin perform pg_switch_wal(); end $$",
			"do $$ begin execute 'select pg_pro' || 'mote()'; end $$",
			"select query_to_xml('select pg_reload_conf()', true, true, '')" })
	void serverIsNotChangedInCode(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageContaining("changes the database's server, which no rollback takes back");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select * from pg_get_replication_slots()", "select pg_stat_get_replication_slot('s')",
			"insert into notes values ($$how dblink('x') works$$)", "select $$pg_switch_wal()$$",
			"do $$ begin raise notice 'x'; end $$", "do $$ begin update t set copy = 1; end $$" })
	void whatOnlyReadsOrTellsIsLeftToPostgres(String sql) {
		check(sql);
	}

	@Test
	void literalGoesOnPastACommentAndWhatFollowsIsACall() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> check("select e'a'\n--c\n'\\' ', dblink_exec($$dbname=x$$, $$delete from t$$) --'"))
			.withMessageContaining("commits through a connection of the database's own");
	}

	@Test
	void codeInCodeIsReadOnceAndNotForEver() {
		StringBuilder dollars = new StringBuilder("do $a0$ ");
		for (int i = 1; i < 20_000; i++) {
			dollars.append("$a").append(i).append("$ ");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> check(dollars.toString()))
			.withMessageContaining("it has code in literals of code");
		StringBuilder execute = new StringBuilder("x");
		for (int i = 0; i < 7; i++) {
			execute = new StringBuilder("execute 'a' || e'")
				.append(execute.toString().replace("\\", "\\\\").replace("'", "\\'"))
				.append("'");
		}
		check("do $d$ begin " + execute + "; end $d$");
	}

	@ParameterizedTest
	@ValueSource(strings = { "script to ('/tmp/x.sql')", "script to ?", "script to concat('/tmp/', 'x')",
			"script nodata to $$/tmp/x$$", "// x\nscript to '/tmp/x'" })
	void scriptOfH2ToAnywhereIsRefused(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> StatementRules.texts(sql, SqlDialect.H2, false))
			.withMessageContaining("write a file on the database's server");
		assertThat(StatementRules.texts("script table \"to\", t", SqlDialect.H2, false)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 2*/*'*/1 into outfile '/tmp/x' -- '",
			"select /*!999999 ' */ 1 into outfile '/tmp/x' -- '" })
	void commentOfMySqlHidesNoFile(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> StatementRules.texts(sql, SqlDialect.MYSQL, false))
			.withMessageContaining("write a file on the database's server");
	}

	@ParameterizedTest
	@ValueSource(strings = { "copy t from '/tmp/x'", "copy t (a, \"to\") from '/tmp/x'", "select 'copy t to stdout'",
			"select * from copy", "insert into t select 'to stdout'" })
	void restIsLeftToTheServer(String sql) {
		check(sql);
	}

}
