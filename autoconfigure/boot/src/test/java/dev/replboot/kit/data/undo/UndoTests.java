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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for undoing corrections in PostgreSQL, on a schema with what real databases have.
 */
class UndoTests {

	private static final String TEMPLATE = "undo" + UUID.randomUUID().toString().replace("-", "");

	private static final TimeZone ZONE = TimeZone.getDefault();

	private static String base;

	@TempDir
	private Path folder;

	private String database;

	private Connection connection;

	@BeforeAll
	static void createTemplate() throws Exception {
		assumeThat(PostgresServer.isInstalled()).isTrue();
		base = PostgresServer.get().url();
		execute(base, "create database " + TEMPLATE);
		try (var schema = UndoTests.class.getResourceAsStream("schema.sql")) {
			execute(url(TEMPLATE), new String(schema.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	private static String url(String database) {
		return base.replace("/postgres?", "/" + database + "?");
	}

	private static void execute(String url, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@BeforeEach
	void createDatabase() throws SQLException {
		this.database = "u" + UUID.randomUUID().toString().replace("-", "");
		execute(base, "create database " + this.database + " template " + TEMPLATE);
		connect();
	}

	private void connect() throws SQLException {
		this.connection = DriverManager.getConnection(url(this.database));
		this.connection.setAutoCommit(false);
	}

	@AfterEach
	void dropDatabase() throws SQLException {
		TimeZone.setDefault(ZONE);
		this.connection.close();
		execute(base, "drop database " + this.database + " with (force)");
	}

	private void execute(String... statements) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private Contents contents() throws SQLException {
		return Contents.of(this.connection);
	}

	// as fix! does it
	private FixImage fix(String... statements) throws Exception {
		return fix(contents(), statements);
	}

	private FixImage fix(Contents before, String... statements) throws Exception {
		execute(statements);
		List<ImageChange> changes = before.changes(contents());
		assertThat(changes).isNotEmpty();
		ImageSpool spool = new ImageSpool("fix-1");
		for (ImageChange change : changes) {
			spool.accept(change);
		}
		FixHeader header = new FixHeader("fix-1", "2026-01-01T00:00:00Z", "INC-1", null, Undo.database(this.connection),
				Undo.transaction(this.connection), null);
		this.connection.commit();
		return FixImage.of(header, spool, FixImage.State.COMMITTED);
	}

	private UndoResult undo(FixImage fix) throws Exception {
		return undo(fix, false);
	}

	private UndoResult undo(FixImage fix, boolean force) throws Exception {
		boolean done = false;
		try {
			UndoResult result = new Undo(fix, this.connection, 100_000).run(force);
			this.connection.commit();
			done = true;
			return result;
		}
		finally {
			if (!done) {
				this.connection.rollback();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTC", "America/New_York" })
	void everyKindOfChangeIsPutBack(String zone) throws Exception {
		TimeZone.setDefault(TimeZone.getTimeZone(zone));
		this.connection.close();
		connect();
		Contents before = contents();
		List<String> dump = programs().dump();
		for (String sql : UndoStatements.FIXES) {
			assertThat(undo(fix(before, sql)).notes()).as(sql).isEmpty();
			assertThat(contents().lines()).as(sql).isEqualTo(before.lines());
			this.connection.rollback();
		}
		assertThat(programs().dump()).isEqualTo(dump);
	}

	@Test
	void scriptPutsBackInPsql() throws Exception {
		Contents before = contents();
		this.connection.rollback();
		List<String> dump = programs().dump();
		List<String> together = List.of("update orders set v = 'x'; delete from a_parent; update swapu set n = -n; "
				+ "update swapu set n = case when n = -10 then 20 else 10 end; delete from alltypes; "
				+ "delete from nokey where f = 1.1; update gen set a = 5; delete from selfref; delete from defc; "
				+ "delete from booked where id < 3; insert into booked values (1, '[5,9)', 'x'), (2, '[1,5)', null); "
				+ "update held set r = '[40,50)' where id = 1; update held set r = '[1,5)' where id = 2; "
				+ "update held set r = '[5,9)' where id = 1");
		List<String> all = new ArrayList<>(together);
		for (int i = 0; i < UndoStatements.FIXES.length; i += 2) {
			all.add(UndoStatements.FIXES[i]);
		}
		for (String sql : all) {
			FixImage fix = fix(before, sql);
			List<String> script = script(fix);
			// what it would undo isn't there any more; rows without a key can't tell
			boolean keyless = fix.changes(1000).stream().anyMatch((change) -> !change.table().hasKey());
			boolean again = !keyless || together.contains(sql);
			List<String> outputs = programs().psql(script, again ? 2 : 1);
			assertThat(outputs.get(0)).as(sql).doesNotContain("ERROR").contains("COMMIT");
			if (again) {
				assertThat(outputs.get(1)).as(sql).contains("ERROR").doesNotContain("COMMIT");
			}
			assertThat(contents().lines()).as(sql + "\n" + String.join("\n", script)).isEqualTo(before.lines());
			this.connection.rollback();
		}
		assertThat(programs().dump()).isEqualTo(dump);
	}

	@Test
	void rowThatHasChangedSinceIsNamedAndNothingIsWritten() throws Exception {
		Contents before = contents();
		FixImage fix = fix("update lockt set v = 'w' where id < 4; delete from lockt where id = 9");
		execute("update lockt set v = 'other' where id = 2; insert into lockt values (9, 'again')");
		this.connection.commit();
		Contents since = contents();
		assertThatExceptionOfType(ChangedSinceException.class).isThrownBy(() -> undo(fix))
			.withMessageContaining("lockt id 2 has changed (v w → other)")
			.withMessageContaining("lockt id 9 exists again (v v → again)")
			.withMessageContaining("Nothing was written")
			.withMessageContaining(":force");
		assertThat(contents().lines()).isEqualTo(since.lines());
		undo(fix, true);
		assertThat(contents().lines()).isEqualTo(before.lines());
		assertThatExceptionOfType(ChangedSinceException.class).isThrownBy(() -> undo(fix))
			.withMessageContaining("All are as they were before it");
	}

	@Test
	void whatATriggerChangesAgainIsReported() throws Exception {
		FixImage fix = fix("update trg set v = 'x' where id = 1");
		assertThat(undo(fix).notes()).singleElement()
			.asString()
			.contains("trg id 1", "trigger changed it again", "updated_at 2020-01-01");
		this.connection.rollback();
		assertThat(programs().psql(script(fix("update trg set v = 'x' where id = 1")), 1).get(0)).contains("COMMIT",
				"WARNING:  trg id 1 isn't as it was before.");
	}

	@Test
	void scriptDeletesNoRowsOfOthers() throws Exception {
		for (String sql : new String[] { "insert into a_parent values (9, 'n')",
				"update a_parent set id = 9 where id = 2" }) {
			execute("alter table z_child drop constraint z_child_pid_fkey, add constraint z_child_pid_fkey"
					+ " foreign key (pid) references a_parent on delete cascade on update cascade");
			this.connection.commit();
			List<String> script = script(fix(sql));
			execute("insert into z_child values (9, 9, 'of somebody else')");
			this.connection.commit();
			Contents since = contents();
			assertThat(programs().psql(script, 1).get(0))
				.contains("ERROR:  z_child has other rows that refer to a_parent id 9.");
			assertThat(contents().lines()).isEqualTo(since.lines());
			execute("delete from z_child where id = 9; delete from a_parent where id = 9 and v = 'n'");
			this.connection.commit();
		}
	}

	@Test
	void whatATriggerCountsIsRight() throws Exception {
		execute("create table cnt (id int primary key, n int); insert into cnt values (1, 3)",
				"create function cnt_f() returns trigger language plpgsql as $$begin update cnt set n = n "
						+ "+ case when tg_op = 'INSERT' then 1 else -1 end; return null; end$$",
				"create trigger c after insert or delete on uq for each row execute function cnt_f()");
		this.connection.commit();
		Contents before = contents();
		for (String sql : new String[] { "delete from uq where a = 1", "insert into uq values (7, 'x'), (8, 'y')" }) {
			assertThat(undo(fix(sql)).notes()).isEmpty();
			assertThat(contents().lines()).isEqualTo(before.lines());
			this.connection.commit();
			assertThat(programs().psql(script(fix(sql)), 1).get(0)).doesNotContain("ERROR", "WARNING")
				.contains("COMMIT");
			assertThat(contents().lines()).isEqualTo(before.lines());
			this.connection.commit();
		}
	}

	@Test
	void undoingCanBeUndone() throws Exception {
		FixImage fix = fix("update orders set v = 'x'; delete from gen where id = 2");
		Contents fixed = contents();
		List<ImageChange> back = new ArrayList<>();
		undo(fix).undone()
			.forEach((change) -> back.add(new ImageChange(change.table(), change.after(), change.before())));
		ImageSpool spool = new ImageSpool("fix-2");
		for (ImageChange change : back) {
			spool.accept(change);
		}
		undo(FixImage.of(fix.header(), spool, FixImage.State.COMMITTED));
		assertThat(contents().lines()).isEqualTo(fixed.lines());
	}

	@Test
	void correctionOfAnotherDatabaseIsRefused() throws Exception {
		FixImage fix = fix("update orders set v = 'x'");
		try (Connection other = DriverManager.getConnection(base)) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> new Undo(fix, other, 10).run(false))
				.withMessageContaining("was made in the database " + this.database);
		}
	}

	private List<String> script(FixImage fix) throws SQLException {
		List<String> script = new Undo(fix, this.connection, 100_000).script();
		this.connection.rollback();
		return script;
	}

	private PostgresPrograms programs() {
		return new PostgresPrograms(this.folder, this.database);
	}

}
