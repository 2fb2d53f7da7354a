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

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for dry runs, corrections and their undoing with large values: they come back
 * byte for byte, or nothing is committed. {@code -Dtrial.large=100} asks for other sizes,
 * in megabytes, which may be more than an evaluation may allocate.
 */
@Timeout(1200)
class LargeValuesTests {

	private static final int MEGABYTES = Integer.getInteger("trial.large", 1);

	// also of an evaluation that was stopped right after the commit
	private static final Pattern COMMITTED = Pattern.compile("(?:\"|Its transaction is committed: )(fix-[0-9a-f]+)");

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "postgresql", "h2" })
	void largeValuesComeBack(String kind) throws Exception {
		assumeThat(kind.equals("h2") || PostgresServer.isInstalled()).isTrue();
		String url = kind.equals("h2") ? "jdbc:h2:" + this.folder.resolve("database") : TestDatabase.newPostgres();
		try (Connection connection = DriverManager.getConnection(url);
				TestRepl repl = UndoDataTests.start(url, this.folder.resolve("fixes.jsonl"));
				ReplClient client = repl.login()) {
			client.socket().setSoTimeout(600_000);
			create(connection, kind, MEGABYTES);
			String before = digest(connection);
			for (String sql : new String[] { "update big set n = 2", "update big set b = null, t = null",
					"delete from big", "update big set id = 7", "update big set t = '' || n" }) {
				String tried = say(client, "(reduce + (mapcat vals (vals (:counts (dry-run (sql \"" + sql + "\"))))))");
				if (MEGABYTES == 1 || !tried.contains("A row of big can't be compared")) {
					assertThat(tried).as(sql).isEqualTo("1");
				}
				assertThat(digest(connection)).isEqualTo(before);
				String answer = say(client, "(:id (fix! {:expect 1} (sql \"" + sql + "\")))");
				Matcher id = COMMITTED.matcher(answer);
				if (id.find()) {
					String fixed = digest(connection);
					assertThat(fixed).isNotEqualTo(before);
					String undone = say(client, "(:id (undo! \"" + id.group(1) + "\"))");
					if (!COMMITTED.matcher(undone).find()) {
						assertRefused(undone);
						assertThat(digest(connection)).isEqualTo(fixed);
						return;
					}
				}
				else {
					assertRefused(answer);
				}
				assertThat(digest(connection)).as(sql).isEqualTo(before);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql", "h2" })
	void rowThatTakesTooMuchMemoryIsRefusedAndNoOther(String kind) throws Exception {
		assumeThat(kind.equals("h2") || PostgresServer.isInstalled()).isTrue();
		String url = kind.equals("h2") ? TestDatabase.newH2() : TestDatabase.newPostgres();
		try (Connection connection = DriverManager.getConnection(url);
				TestRepl repl = TestRepl.with(new Class<?>[] { TestDatabase.class, ReplJdbcAutoConfiguration.class,
						ReplDataAutoConfiguration.class }, "test.url=" + url, "repl.limits.allocation=64MB");
				ReplClient client = repl.login()) {
			create(connection, kind, 4);
			TestDatabase.execute(connection, "insert into big values (2, 1, null, null)");
			String before = digest(connection);
			for (String trial : new String[] { "(dry-run ", "(fix! {:expect 2} " }) {
				assertThat(client.eval(trial + "(sql \"update big set n = 2\"))"))
					.contains("A row of big can't be compared", "repl.limits.allocation", "Nothing was committed")
					.doesNotContain("No rows were changed", "updated");
				assertThat(digest(connection)).as(trial).isEqualTo(before);
			}
			// it is in the same table, but isn't changed
			String other = "(sql \"update big set n = 2 where id = 2\")";
			assertThat(client.eval("(dry-run " + other + ")")).contains("big: 1 updated", "Rolled back.");
			assertThat(client.eval("(fix! {:expect 1} " + other + ")")).contains("big: 1 updated", "Committed as");
		}
	}

	// where the memory of an evaluation isn't enough
	private static void assertRefused(String answer) {
		assertThat(MEGABYTES).as(answer).isGreaterThan(1);
		assertThat(answer).containsAnyOf("Its transaction is rolled back: nothing of it is committed.",
				"Nothing was committed.");
	}

	private static String say(ReplClient client, String form) {
		long start = System.nanoTime();
		String answer = client.eval(form);
		if (MEGABYTES > 20) {
			System.out.printf("%s: %s in %.1f s%n", form, answer.substring(0, Math.min(600, answer.length())),
					(System.nanoTime() - start) / 1e9);
		}
		return answer;
	}

	private static void create(Connection connection, String kind, int megabytes) throws Exception {
		connection.createStatement()
			.execute("create table big (id int primary key, n int, b "
					+ (kind.equals("h2") ? "blob, t clob" : "bytea, t text") + ")");
		try (PreparedStatement insert = connection.prepareStatement("insert into big values (1, 1, ?, ?)")) {
			long size = megabytes * 1_000_000L;
			insert.setBinaryStream(1, new Content(size), (int) size);
			Reader text = new InputStreamReader(new Content(size), StandardCharsets.ISO_8859_1);
			insert.setCharacterStream(2, text, (int) size);
			insert.executeUpdate();
		}
	}

	private static String digest(Connection connection) throws Exception {
		MessageDigest digest = MessageDigest.getInstance("MD5");
		try (ResultSet set = connection.createStatement().executeQuery("select id, n, b, t from big")) {
			while (set.next()) {
				digest.update((set.getInt(1) + "," + set.getInt(2)).getBytes(StandardCharsets.UTF_8));
				byte[] buffer = new byte[8192];
				try (InputStream in = set.getBinaryStream(3)) {
					for (int read = (in != null) ? in.read(buffer) : -1; read >= 0; read = in.read(buffer)) {
						digest.update(buffer, 0, read);
					}
				}
				char[] characters = new char[8192];
				try (Reader in = set.getCharacterStream(4)) {
					for (int read = (in != null) ? in.read(characters) : -1; read >= 0; read = in.read(characters)) {
						digest.update(new String(characters, 0, read).getBytes(StandardCharsets.UTF_16BE));
					}
				}
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * Bytes that have everything, but for the zero that no text may have.
	 */
	private static final class Content extends InputStream {

		private long left;

		Content(long size) {
			this.left = size;
		}

		@Override
		public int read() {
			return (this.left-- > 0) ? 1 + (int) (this.left % 251) : -1;
		}

	}

}
