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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.kit.data.image.ImageSink;
import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the end of a dry run whose body has started something that goes on.
 */
class DryRunEndTests {

	private final String url = TestDatabase.newH2();

	private final JdbcTemplate database = TestDatabase.create(this.url);

	private final DryRunEnd end = new DryRunEnd();

	private Connection inside;

	private Connection outside;

	private Connection other;

	private OtherTransactions heldBack;

	@BeforeEach
	void begin() throws SQLException {
		this.inside = connect();
		this.outside = connect();
		this.other = connect();
		this.other.setAutoCommit(true);
		ChangeReader reader = ChangeReader.of(this.inside);
		reader.begin(this.inside, this.outside, DryRunAccess.NONE);
		this.heldBack = new OtherTransactions(reader, this.outside, new ChangeCollector(10, ImageSink.DROPPING),
				DryRunAccess.NONE);
		this.end.begun(this.inside, reader, this.heldBack);
	}

	@AfterEach
	void close() throws SQLException {
		this.inside.close();
		this.outside.close();
		this.other.close();
	}

	private Connection connect() throws SQLException {
		Connection connection = DriverManager.getConnection(this.url);
		connection.setAutoCommit(false);
		return connection;
	}

	private ChangeReport report() {
		return new ChangeReport(null, false, null, Changes.NONE, this.heldBack.notes(), null, true);
	}

	// what a pool's connection does on another thread
	private void onAnotherThread(String sql) {
		CompletableFuture.runAsync(() -> {
			try {
				this.heldBack.connected(this.other);
				this.heldBack.executing(this.other, sql);
				TestDatabase.execute(this.other, sql);
				assertThat(this.heldBack.withholdsCommit(this.other)).isTrue();
				this.heldBack.closing(this.other);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task).start()).join();
	}

	@Test
	void nothingIsCommittedIfAnotherThreadChangedRowsAfterTheReport() {
		ChangeReport report = report();
		onAnotherThread("insert into log values ('late')");
		assertThatIllegalStateException().isThrownBy(() -> this.end.requireNothingMore(report))
			.withMessage("Nothing was committed: something that the body started changed data after the end of"
					+ " the body. That was rolled back as well. Wait for it in the body.");
		assertThat(this.database.queryForList("select line from log", String.class)).containsExactly("one", "two");
	}

	@Test
	void whatTheReportTellsIsNothingMore() {
		onAnotherThread("insert into log values ('early')");
		ChangeReport report = report();
		assertThat(report.notes()).singleElement().asString().contains("a transaction of its own");
		assertThatCode(() -> this.end.requireNothingMore(report)).doesNotThrowAnyException();
	}

	@Test
	void threadThatOnlyReadsAfterTheReportIsNoChange() {
		ChangeReport report = report();
		onAnotherThread("select * from log");
		assertThatCode(() -> this.end.requireNothingMore(report)).doesNotThrowAnyException();
		assertThat(List.copyOf(report.notes())).isEmpty();
	}

}
