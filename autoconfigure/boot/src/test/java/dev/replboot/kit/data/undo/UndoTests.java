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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;

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

	private static final TimeZone ZONE = TimeZone.getDefault();

	@TempDir
	private Path folder;

	private UndoDatabase database;

	@BeforeAll
	static void createTemplate() throws Exception {
		assumeThat(PostgresServer.isInstalled()).isTrue();
		UndoDatabase.createTemplate();
	}

	@BeforeEach
	void createDatabase() throws SQLException {
		this.database = new UndoDatabase();
	}

	@AfterEach
	void dropDatabase() throws SQLException {
		TimeZone.setDefault(ZONE);
		this.database.drop();
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTC", "America/New_York" })
	void everyKindOfChangeIsPutBack(String zone) throws Exception {
		TimeZone.setDefault(TimeZone.getTimeZone(zone));
		this.database.reconnect();
		Contents before = this.database.contents();
		List<String> dump = programs().dump();
		for (String sql : UndoStatements.FIXES) {
			assertThat(this.database.undo(this.database.fix(before, sql)).notes()).as(sql).isEmpty();
			assertThat(this.database.contents().lines()).as(sql).isEqualTo(before.lines());
			this.database.rollback();
		}
		assertThat(programs().dump()).isEqualTo(dump);
	}

	@Test
	void scriptPutsBackInPsql() throws Exception {
		Contents before = this.database.contents();
		this.database.rollback();
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
			FixImage fix = this.database.fix(before, sql);
			List<String> script = this.database.script(fix);
			// what it would undo isn't there any more; rows without a key can't tell
			boolean keyless = fix.changes(1000).stream().anyMatch((change) -> !change.table().hasKey());
			boolean again = !keyless || together.contains(sql);
			List<String> outputs = programs().psql(script, again ? 2 : 1);
			assertThat(outputs.get(0)).as(sql).doesNotContain("ERROR").contains("COMMIT");
			if (again) {
				assertThat(outputs.get(1)).as(sql).contains("ERROR").doesNotContain("COMMIT");
			}
			assertThat(this.database.contents().lines()).as(sql + "\n" + String.join("\n", script))
				.isEqualTo(before.lines());
			this.database.rollback();
		}
		assertThat(programs().dump()).isEqualTo(dump);
	}

	@Test
	void rowThatHasChangedSinceIsNamedAndNothingIsWritten() throws Exception {
		Contents before = this.database.contents();
		FixImage fix = this.database.fix("update lockt set v = 'w' where id < 4; delete from lockt where id = 9");
		this.database.execute("update lockt set v = 'other' where id = 2; insert into lockt values (9, 'again')");
		this.database.commit();
		Contents since = this.database.contents();
		assertThatExceptionOfType(ChangedSinceException.class).isThrownBy(() -> this.database.undo(fix))
			.withMessageContaining("lockt id 2 has changed (v w → other)")
			.withMessageContaining("lockt id 9 exists again (v v → again)")
			.withMessageContaining("Nothing was written")
			.withMessageContaining(":force");
		assertThat(this.database.contents().lines()).isEqualTo(since.lines());
		this.database.undo(fix, true);
		assertThat(this.database.contents().lines()).isEqualTo(before.lines());
		assertThatExceptionOfType(ChangedSinceException.class).isThrownBy(() -> this.database.undo(fix))
			.withMessageContaining("All are as they were before it");
	}

	@Test
	void whatATriggerChangesAgainIsReported() throws Exception {
		FixImage fix = this.database.fix("update trg set v = 'x' where id = 1");
		assertThat(this.database.undo(fix).notes()).singleElement()
			.asString()
			.contains("trg id 1", "trigger changed it again", "updated_at 2020-01-01");
		this.database.rollback();
		assertThat(programs().psql(this.database.script(this.database.fix("update trg set v = 'x' where id = 1")), 1)
			.get(0)).contains("COMMIT", "WARNING:  trg id 1 isn't as it was before.");
	}

	@Test
	void scriptDeletesNoRowsOfOthers() throws Exception {
		for (String sql : new String[] { "insert into a_parent values (9, 'n')",
				"update a_parent set id = 9 where id = 2" }) {
			this.database
				.execute("alter table z_child drop constraint z_child_pid_fkey, add constraint z_child_pid_fkey"
						+ " foreign key (pid) references a_parent on delete cascade on update cascade");
			this.database.commit();
			List<String> script = this.database.script(this.database.fix(sql));
			this.database.execute("insert into z_child values (9, 9, 'of somebody else')");
			this.database.commit();
			Contents since = this.database.contents();
			assertThat(programs().psql(script, 1).get(0))
				.contains("ERROR:  z_child has other rows that refer to a_parent id 9.");
			assertThat(this.database.contents().lines()).isEqualTo(since.lines());
			this.database.execute("delete from z_child where id = 9; delete from a_parent where id = 9 and v = 'n'");
			this.database.commit();
		}
	}

	@Test
	void whatATriggerCountsIsRight() throws Exception {
		this.database.execute("create table cnt (id int primary key, n int); insert into cnt values (1, 3)",
				"create function cnt_f() returns trigger language plpgsql as $$begin update cnt set n = n "
						+ "+ case when tg_op = 'INSERT' then 1 else -1 end; return null; end$$",
				"create trigger c after insert or delete on uq for each row execute function cnt_f()");
		this.database.commit();
		Contents before = this.database.contents();
		for (String sql : new String[] { "delete from uq where a = 1", "insert into uq values (7, 'x'), (8, 'y')" }) {
			assertThat(this.database.undo(this.database.fix(sql)).notes()).isEmpty();
			assertThat(this.database.contents().lines()).isEqualTo(before.lines());
			this.database.commit();
			assertThat(programs().psql(this.database.script(this.database.fix(sql)), 1).get(0))
				.doesNotContain("ERROR", "WARNING")
				.contains("COMMIT");
			assertThat(this.database.contents().lines()).isEqualTo(before.lines());
			this.database.commit();
		}
	}

	@Test
	void undoingCanBeUndone() throws Exception {
		FixImage fix = this.database.fix("update orders set v = 'x'; delete from gen where id = 2");
		Contents fixed = this.database.contents();
		List<ImageChange> back = new ArrayList<>();
		this.database.undo(fix)
			.undone()
			.forEach((change) -> back.add(new ImageChange(change.table(), change.after(), change.before())));
		ImageSpool spool = new ImageSpool("fix-2");
		for (ImageChange change : back) {
			spool.accept(change);
		}
		this.database.undo(FixImage.of(fix.header(), spool, FixImage.State.COMMITTED));
		assertThat(this.database.contents().lines()).isEqualTo(fixed.lines());
	}

	@Test
	void correctionOfAnotherDatabaseIsRefused() throws Exception {
		FixImage fix = this.database.fix("update orders set v = 'x'");
		try (Connection other = UndoDatabase.another()) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> new Undo(fix, other, 10).run(false))
				.withMessageContaining("was made in the database " + this.database.name());
		}
	}

	private PostgresPrograms programs() {
		return new PostgresPrograms(this.folder, this.database.name());
	}

}
