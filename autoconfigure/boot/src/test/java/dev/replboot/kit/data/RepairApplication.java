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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

/**
 * Application whose database is corrected at random. Its journal is in memory where there
 * is such a folder, because many corrections are made durable.
 */
final class RepairApplication implements AutoCloseable {

	private static final int TRIES = 20;

	// each of them ends when nobody is quicker
	private static final int UNDOING = 500;

	private final Path folder;

	private final TestRepl repl;

	private final ReplClient client;

	RepairApplication(String url) throws IOException {
		Path memory = Path.of("/dev/shm");
		this.folder = Files.isWritable(memory) ? Files.createTempDirectory(memory, "repairs")
				: Files.createTempDirectory("repairs");
		this.repl = TestRepl.with(
				new Class<?>[] { Pool.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + url, "repl.audit.log=false", "repl.kit.data.journal=" + journal());
		this.client = this.repl.login();
		this.client.eval("(defn attempt [statement] (try (sql statement)"
				+ " (catch org.springframework.dao.DataIntegrityViolationException e nil)))");
	}

	private Path journal() {
		return this.folder.resolve("fixes.jsonl");
	}

	/**
	 * The tables are others than before.
	 * @throws IOException if the journal can't be deleted
	 */
	void begin() throws IOException {
		Files.deleteIfExists(journal());
		this.repl.forgetEvents();
		HikariPoolMXBean pool = this.repl.context().getBean(HikariDataSource.class).getHikariPoolMXBean();
		if (pool != null) {
			// whose prepared statements know the tables of before
			pool.softEvictConnections();
		}
	}

	/**
	 * Evaluate a form, again if somebody else was quicker.
	 * @param form the form
	 * @return the value, if it is a number or the id of a correction; else the whole
	 * answer
	 */
	String eval(String form) {
		return eval(form, TRIES);
	}

	/**
	 * Put a correction back, however often somebody else is quicker.
	 * @param id its id, in quotes
	 * @return the id of the correction that puts it back; else the whole answer
	 */
	String undo(String id) {
		return eval("(:id (undo! " + id + "))", UNDOING);
	}

	private String eval(String form, int tries) {
		String answer = this.client.eval(form);
		for (int i = 0; i < tries && answer.contains("ry it again"); i++) {
			answer = this.client.eval(form);
		}
		String last = answer.substring(answer.lastIndexOf('\n') + 1);
		return last.matches("\"fix-.*\"|[0-9]+") ? last : answer;
	}

	@Override
	public void close() throws IOException {
		this.client.close();
		this.repl.close();
		try (var files = Files.list(this.folder)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(this.folder);
	}

	/**
	 * Database of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Pool {

		@Bean
		HikariDataSource dataSource(Environment environment) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(environment.getRequiredProperty("test.url"));
			pool.setMaximumPoolSize(4);
			pool.setMinimumIdle(0);
			return pool;
		}

		@Bean
		PlatformTransactionManager transactionManager(HikariDataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

}
