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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statements that end a transaction, and those that don't.
 */
@Tag("plain")
class TransactionWordsTests {

	private static boolean end(String sql, SqlDialect dialect) {
		return TransactionWords.refusal(sql, dialect) != null;
	}

	@ParameterizedTest
	@ValueSource(strings = { "commit", " COMMIT;", "-- that's it\ncommit work", "/* a\n b */ commit", "end",
			"END TRANSACTION", "rollback", "rollback work", "abort", "begin", "begin; update t set x = 1; end",
			"start transaction read only", "update t set x = 1; commit", "update t set x = 1;\n-- so\nCommit;",
			"prepare transaction 'x'", "begin work", "rollback; begin; update t set x = 'y'; commit", ";; commit",
			"set transaction isolation level serializable", "set local transaction read write",
			"SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", "set transaction_read_only = off",
			"commit and chain", "rollback prepared 'x'", "select 'it''s'; commit", "select \"a;b\"; commit",
			"update t set x = ';'; /* ; */ commit -- ;" })
	void end(String sql) {
		for (SqlDialect dialect : SqlDialect.values()) {
			assertThat(end(sql, dialect)).as(dialect.name()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "set global max_connections = 5", "SET @@GLOBAL.max_connections = 5",
			"set @x = 1, global max_connections = 5", "select 1; /*!50000 set global x = 1 */",
			"set persist max_connections = 5" })
	void settingOfTheServerIsRefused(String sql) {
		assertThat(TransactionWords.refusal(sql, SqlDialect.MYSQL)).contains("a setting of the whole database server");
		assertThat(TransactionWords.refusal("set write_delay 5", SqlDialect.H2)).contains("whole database server");
		assertThat(end("set session max_statement_time = 5", SqlDialect.MYSQL)).isFalse();
		assertThat(end("set @x = 'global'", SqlDialect.MYSQL)).isFalse();
		assertThat(end("execute immediate 'commit'", SqlDialect.H2)).isTrue();
	}

	@Test
	void whatRemovesTheServersLogsIsRefused() {
		assertThat(TransactionWords.refusal("purge binary logs before now()", SqlDialect.MYSQL))
			.contains("files of the database server, which no rollback takes back");
		assertThat(end("select purge from t", SqlDialect.MYSQL)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "select 1", "select * from commit", "update t set x = 'commit'", "rollback to s",
			"rollback to savepoint s", "rollback work to savepoint s", "savepoint begin1", "endless()",
			"select 1 as \"end\"", "committed", "begin_work()", "-- commit\nselect 1",
			"merge into t using s on (t.id = s.id) when matched then update set x = 1",
			"update t set v = 'first; commit second'", "insert into t values ('; commit; ')", "select 1 /* ; commit */",
			"select \"; commit\" from t", "set session authorization x", "set search_path = 'transaction'",
			"select case when x then 1 end from t", "set constraints all deferred", "release savepoint s" })
	void doNotEnd(String sql) {
		for (SqlDialect dialect : SqlDialect.values()) {
			assertThat(end(sql, dialect)).as(dialect.name()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "POSTGRESQL", "H2" })
	void bodyInDollarsIsALiteral(SqlDialect dialect) {
		assertThat(end("do $$ begin update t set x = 1; commit; end $$", dialect)).isFalse();
		assertThat(end("select $$; commit$$; commit", dialect)).isTrue();
		assertThat(end("select 1 /* a /* b */ ; commit */", dialect)).isFalse();
	}

	@Test
	void postgresLiteralsEndWhereTheServerEndsThem() {
		assertThat(end("select $a$; commit; $b$ $a$", SqlDialect.POSTGRESQL)).isFalse();
		assertThat(end("select $a$; $a$; commit", SqlDialect.POSTGRESQL)).isTrue();
		assertThat(end("select $1; commit", SqlDialect.POSTGRESQL)).isTrue();
		assertThat(end("select 'a\\'; commit --'", SqlDialect.POSTGRESQL)).isTrue();
		assertThat(end("select E'a\\'; commit --'", SqlDialect.POSTGRESQL)).isFalse();
		assertThat(end("select e'a'\n'\\'; commit --'", SqlDialect.POSTGRESQL)).isFalse();
		assertThat(end("select type'a\\'; commit", SqlDialect.POSTGRESQL)).isTrue();
		assertThat(end("insert into t values ('a\\', '; commit; ')", SqlDialect.POSTGRESQL)).isFalse();
		assertThat(end("create function f() returns int begin atomic select 1; select case when true then 1 end; end",
				SqlDialect.POSTGRESQL))
			.isFalse();
		assertThat(end("create function f() returns int begin atomic select 1; end; commit", SqlDialect.POSTGRESQL))
			.isTrue();
		assertThat(end("create rule r as on update to t do also (delete from u; insert into v values (1))",
				SqlDialect.POSTGRESQL))
			.isFalse();
		assertThat(end("lock table t", SqlDialect.POSTGRESQL)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "set \"transaction_isolation\" = 'serializable'",
			"set local U&\"transaction_read\\005Fonly\" to off",
			"set session U&\"transaction!005Fread!005Fonly\" uescape '!' to off" })
	void settingMayBeInQuotes(String sql) {
		assertThat(end(sql, SqlDialect.POSTGRESQL)).isTrue();
		assertThat(end("set U&\"search_path\" to \"transaction_read_only\"", SqlDialect.POSTGRESQL)).isFalse();
		assertThat(end("select U&'a\\'; commit", SqlDialect.POSTGRESQL)).isTrue();
		assertThat(end("select U&'a' uescape '''; commit", SqlDialect.POSTGRESQL)).isFalse();
		assertThat(end("set `autocommit` = 1", SqlDialect.MYSQL)).isTrue();
		assertThat(end("set @@session.`autocommit` = 1", SqlDialect.MYSQL)).isTrue();
		assertThat(end("set @x = 'autocommit'", SqlDialect.MYSQL)).isFalse();
	}

	@Test
	void mysqlLiteralsAndCommentsAreItsOwn() {
		assertThat(end("select 'a\\'; commit --'", SqlDialect.MYSQL)).isFalse();
		assertThat(end("select `; commit`", SqlDialect.MYSQL)).isFalse();
		assertThat(end("select 1 # ; commit", SqlDialect.MYSQL)).isFalse();
		assertThat(end("/*!50000 commit */", SqlDialect.MYSQL)).isTrue();
		assertThat(end("select 1; /*M! commit */", SqlDialect.MYSQL)).isTrue();
		assertThat(end("set autocommit = 1", SqlDialect.MYSQL)).isTrue();
		assertThat(end("set @@session.autocommit = 1", SqlDialect.MYSQL)).isTrue();
		assertThat(end("lock tables t write", SqlDialect.MYSQL)).isTrue();
		assertThat(end("create procedure p() begin insert into t values (1); commit; end", SqlDialect.MYSQL)).isFalse();
		assertThat(end("select 1--1; commit", SqlDialect.MYSQL)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "// x\ncommit", "// don't\nupdate t set x = 1; commit", "//\rcommit", "commit\u00a0",
			"\u00a0commit", "\u2003commit\u3000work", "\u0001commit", "select $x$; commit",
			"select 1 -- a\rcommit\r; commit" })
	void h2ReadsSpacesAndCommentsOfItsOwn(String sql) {
		assertThat(end(sql, SqlDialect.H2)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1 as a\u0001$$; commit", "select 1 as a\u007f$$; commit",
			"select 1 as a#$$; commit", "select 1 as [(]; commit", "select 1 as [(], 2 as b; rollback" })
	void h2NamesHideNoStatementBehindThem(String sql) {
		assertThat(end(sql, SqlDialect.H2)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "// commit\nselect 1", "select 6/2 //; commit", "select $$; commit$$", "select $1, 'x$'",
			"select array['a', 'b'][1]", "select a[1], '[' from t" })
	void h2LeavesInCommentsAndLiteralsWhatIsThere(String sql) {
		assertThat(end(sql, SqlDialect.H2)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "select [it's]; commit --'", "select 1 as [/*]; commit --*/", "select array['a]b']" })
	void bracketThatMayBeAQuoteIsRefused(String sql) {
		assertThat(SqlDoubts.brackets(sql)).contains("a bracket closes within a literal");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{oj commit}", "{fn commit}", "{ commit }", "select 1; {oj commit}", "{params rollback}" })
	void driversExecuteWhatIsInBraces(String sql) {
		for (SqlDialect dialect : SqlDialect.values()) {
			assertThat(end(sql, dialect)).as(dialect.name()).isTrue();
			assertThat(end("{call f(1)}", dialect)).isFalse();
			assertThat(end("{? = call f(1)}", dialect)).isFalse();
			assertThat(end("select {fn now()}", dialect)).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/*!999999 ' */ commit /*!999999 ' */", "/*!999999 select */ commit",
			"/*M!999999 select 1 from */ rollback", "-- x\r'\ncommit -- '", "#'\r\ncommit #'", "--\u007f'\ncommit",
			"select 1 /*!999999 ; */ ; commit" })
	void mariaDbSkipsCommentsOfOtherVersions(String sql) {
		assertThat(TransactionWords.refusal(sql, SqlDialect.MYSQL)).contains("would end the transaction");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/*!50000 select 1 from */ /*!999999 commit, */ t", "/*! select 1; select 2 */",
			"/*!50000 select 1 /* a */ */ from t", "select /*M! 1 */ /*!50000 + 1 */" })
	void commentsWhoseReadingIsNotKnownAreRefused(String sql) {
		assertThat(TransactionWords.refusal(sql, SqlDialect.MYSQL)).contains("which of its comments");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/*!50000 set session sql_mode = 'ANSI' */", "select /*! straight_join */ 1",
			"select 2*/*'; commit '*/1", "select /*!50000 sql_no_cache */ 'x' from t /* it's */",
			"select /*+ hint */ 1" })
	void commentsThatEndNothing(String sql) {
		assertThat(end(sql, SqlDialect.MYSQL)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "repeat commit; until 1 end repeat", "loop commit; end loop",
			"while 1 do commit; end while", "for i in 1..2 do commit; end for", "if 1 then commit; end if",
			"case 1 when 1 then commit; end case", "a: begin not atomic commit; end", "`a`: loop commit; end loop",
			"set statement a = 1 for if 1 then commit; end if", "create temporary table event (a int); commit",
			"create temporary table t (package int); commit", "set \"autocommit\" = 1",
			"set a = 1, \"autocommit\" = 1" })
	void mariaDbStatementsMayContainOthers(String sql) {
		assertThat(end(sql, SqlDialect.MYSQL)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "set @autocommit = 1", "set @global = 1, @a = global",
			"set statement max_statement_time = 1 for select a, b from t where global = 1",
			"set @x = (select autocommit, global from t)", "select repeat('a', 3)", "select if(1, 2, 3)",
			"select case when a then 1 end from t" })
	void mariaDbVariablesAndColumnsMayHaveAnyName(String sql) {
		assertThat(end(sql, SqlDialect.MYSQL)).isFalse();
	}

	@Test
	void nameOfAColumnEndsNoBody() {
		assertThat(end("create function f() returns int begin atomic select p.end from period p; delete from t; end",
				SqlDialect.POSTGRESQL))
			.isFalse();
		assertThat(end("create function f() returns int begin atomic select 1 as end; select 2; end; commit",
				SqlDialect.POSTGRESQL))
			.isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "create temporary table t as select begin atomic from (select 1 begin) x; commit",
			"create temporary view v as select * from begin atomic; commit",
			"create function f() returns int begin atomic end; commit",
			"create or replace procedure p() begin atomic select 1; end; commit",
			"create function f(begin atomic) returns int return 1; commit" })
	void onlyARoutineHasABody(String sql) {
		assertThat(end(sql, SqlDialect.POSTGRESQL)).isTrue();
	}

	@Test
	void endOfCaseAndAliasesEndNoBody() {
		assertThat(end("create or replace function f() returns int begin atomic select case when true then 1 end;"
				+ " select 1 end; delete from t; end", SqlDialect.POSTGRESQL))
			.isFalse();
		assertThat(end("create procedure p() begin atomic select begin atomic from t; delete from t; end",
				SqlDialect.POSTGRESQL))
			.isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "select e'a'\n--c\n'\\'; commit --'", "select e'a' --c'\n'\\'; commit --'",
			"select U&'a' uescape $$'$$, '; commit'", "select U&'a' uescape --'\n E'\\'', '; commit'" })
	void postgresLiteralsGoOnPastComments(String sql) {
		assertThat(end(sql, SqlDialect.POSTGRESQL)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "set statement max_statement_time = 5 for commit",
			"SET STATEMENT a = (select 1 from t for update), b = 2, c = 3, d = 4, e = 5 FOR rollback",
			"set statement max_statement_time = 5 for set autocommit = 1",
			"select 1; set statement a = 1 for xa end 'x'",
			"set statement a = 1 for set statement b = 2 for start transaction",
			"set statement innodb_snapshot_isolation = off for update t set x = 1",
			"set statement a = 1 for begin not atomic commit; end" })
	void mariaDbSettingsForAStatementDontHideIt(String sql) {
		assertThat(end(sql, SqlDialect.MYSQL)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "set statement max_statement_time = 5 for select 1 for update",
			"set statement a = 'x for commit' for update transaction set x = 1", "set statement = 1",
			"set statement a = 1 for rollback to savepoint s" })
	void mariaDbSettingsForAStatementThatEndsNothing(String sql) {
		assertThat(end(sql, SqlDialect.MYSQL)).isFalse();
	}

}
