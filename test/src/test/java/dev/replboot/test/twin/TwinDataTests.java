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

package dev.replboot.test.twin;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What a twin that only reads may do to a database all the same: try what is rolled back,
 * and write its record.
 */
@NullUnmarked
@Timeout(600)
class TwinDataTests {

	private static final Duration START = Duration.ofSeconds(120);

	private static final String DATABASE = "data_of_twin";

	@TempDir
	private Path folder;

	private Connection database;

	@BeforeEach
	void create() throws SQLException {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		try (Connection server = DriverManager.getConnection(PostgresServer.get().url());
				Statement statement = server.createStatement()) {
			statement.execute("drop database if exists " + DATABASE);
			statement.execute("create database " + DATABASE);
		}
		this.database = DriverManager
			.getConnection(PostgresServer.get().url().replace("/postgres?", "/" + DATABASE + "?"));
		try (Statement statement = this.database.createStatement()) {
			statement.execute("create table purchase (id int primary key, total int)");
			statement.execute("insert into purchase values (1, 10), (2, 20)");
		}
	}

	@AfterEach
	void close() throws SQLException {
		if (this.database != null) {
			this.database.close();
		}
	}

	@Test
	void trialsAreRolledBackAndNothingElseWrites() throws Exception {
		Path draft = this.folder.resolve("fix.clj");
		TwinProcess twin = twin(
				"""
						(-> (dry-run (sql "update purchase set total = 0 where id = 1")) :changes first :after :total)
						(save-script {:reason "INC-42"} "%s")
						(sql "update purchase set total = 1")
						(.update (org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource)) "update purchase set total = 2")
						(fix! {:expect 1 :reason "INC-42"} (sql "update purchase set total = 3 where id = 1"))
						(begin!)
						(sql "update purchase set total = 4")
						(rollback!)
						(dry-run (sql "update purchase set total = 5") (sql "commit"))
						(dry-run (sql "update purchase set total = 6") (throw (ex-info "no" {})))
						(:total (first (sql "select sum(total) as total from purchase")))
						"""
					.formatted(draft));
		assertThat(twin.out()).as(twin.err()).isEqualTo("0\n\"" + draft + "\"\n:begun\n:rolled-back\n30\n");
		assertThat(twin.err()).contains("The statement was refused: it would end the transaction");
		// four errors, and the notice that the one after (begin!) has aborted its
		// transaction
		assertThat(twin.err().split("in a read-only transaction", -1)).hasSize(6);
		assertThat(one("select string_agg(total::text, ',' order by id) from purchase")).isEqualTo("10,20");
		assertThat(draft).content()
			.contains("purchase: 1 updated", "~ id 1: total 10 → 0", "{:expect {\"purchase\" 1}, :reason \"INC-42\"}");
	}

	@Test
	void aTwinThatIsStoppedInATransactionGivesItsLocksBack() throws Exception {
		Path out = this.folder.resolve("out");
		Path err = this.folder.resolve("err");
		Process twin = TwinProcess.start(command("--repl.limits.transaction=5s"), out, err);
		try {
			twin.getOutputStream()
				.write("(begin!) (sql \"lock table purchase in access exclusive mode\") :locked (read-line)\n"
					.getBytes(StandardCharsets.UTF_8));
			twin.getOutputStream().flush();
			Awaitility.await().atMost(START).until(() -> !twin.isAlive() || Files.readString(out).contains(":locked"));
			new ProcessBuilder("kill", "-STOP", Long.toString(twin.pid())).start().waitFor();
			try (Statement statement = this.database.createStatement()) {
				statement.setQueryTimeout(60);
				assertThat(statement.executeQuery("select * from purchase").next()).as(Files.readString(err)).isTrue();
			}
			assertThat(twin.isAlive()).isTrue();
		}
		finally {
			twin.destroyForcibly();
		}
	}

	@Test
	void theRecordIsWritten() throws Exception {
		try (Statement statement = this.database.createStatement()) {
			statement.execute(new ClassPathResource("dev/replboot/audit/schema-postgresql.sql")
				.getContentAsString(StandardCharsets.UTF_8));
		}
		TwinProcess twin = twin("""
				(:n (first (sql "select count(*) as n from repl_audit where event_type = 'REPL_EVALUATING'")))
				(sql "delete from repl_audit")
				(-> (dry-run (sql "update purchase set total = 0")) :changes count)
				""", "--repl.audit.required=jdbc", "--repl.audit.jdbc.data-source=dataSource");
		assertThat(twin.out()).as(twin.err()).isEqualTo("1\n2\n");
		assertThat(twin.err()).contains("in a read-only transaction");
		assertThat(one("select string_agg(event_type, ' ' order by id) from repl_audit"))
			.startsWith("REPL_OPENED REPL_TOKEN_ISSUED REPL_SESSION_STARTED REPL_EVALUATING REPL_EVALUATED")
			.endsWith("REPL_SESSION_ENDED REPL_CLOSED");
	}

	private TwinProcess twin(String forms, String... arguments) throws Exception {
		return TwinProcess.run(this.folder, forms, command(arguments));
	}

	private static List<String> command(String... arguments) {
		List<String> command = new ArrayList<>(List.of("-jar", TwinProcess.JAR.toString(), "--repl.twin",
				"--spring.profiles.active=postgres", "--PGUSER=test", "--PGPASSWORD=", "--PGDATABASE=" + DATABASE,
				"--PGPORT=" + PostgresServer.get().port()));
		command.addAll(List.of(arguments));
		return command;
	}

	private String one(String query) throws SQLException {
		try (Statement statement = this.database.createStatement(); ResultSet result = statement.executeQuery(query)) {
			result.next();
			return result.getString(1);
		}
	}

}
