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

package dev.replboot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

import dev.replboot.audit.sink.FileSink.Fsync;

/**
 * Configuration of the REPL's record.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("repl.audit")
public class AuditProperties {

	/**
	 * File of JSON lines, chained by hash, that the record is written to. Has to be one
	 * of the process's own.
	 */
	private @Nullable Path file;

	/**
	 * When what was written to the file is made durable.
	 */
	private Fsync fsync = Fsync.SECOND;

	/**
	 * Size from which another file is begun.
	 */
	private DataSize maxSize = DataSize.ofMegabytes(100);

	/**
	 * Whether the record is written to the logger repl.audit.
	 */
	private boolean log = true;

	/**
	 * Unix domain socket that the record is written to as JSON lines.
	 */
	private @Nullable Path socket;

	/**
	 * Names of the sinks without which nothing is opened, let in or evaluated.
	 */
	private Set<String> required = new LinkedHashSet<>(Set.of("events"));

	/**
	 * Time that a required sink may take to write.
	 */
	private Duration timeout = Duration.ofSeconds(5);

	/**
	 * Events that may wait for a sink.
	 */
	private int queue = 10000;

	/**
	 * Regular expressions of names whose values are masked, beside those that are masked
	 * anyway.
	 */
	private List<String> mask = new ArrayList<>();

	/**
	 * Whether the names that are tried at the endpoint without success are recorded.
	 */
	private boolean attemptedNames = true;

	private final Jdbc jdbc = new Jdbc();

	public @Nullable Path getFile() {
		return this.file;
	}

	public void setFile(@Nullable Path file) {
		this.file = file;
	}

	public Fsync getFsync() {
		return this.fsync;
	}

	public void setFsync(Fsync fsync) {
		this.fsync = fsync;
	}

	public DataSize getMaxSize() {
		return this.maxSize;
	}

	public void setMaxSize(DataSize maxSize) {
		this.maxSize = maxSize;
	}

	public boolean isAttemptedNames() {
		return this.attemptedNames;
	}

	public void setAttemptedNames(boolean attemptedNames) {
		this.attemptedNames = attemptedNames;
	}

	public boolean isLog() {
		return this.log;
	}

	public void setLog(boolean log) {
		this.log = log;
	}

	public @Nullable Path getSocket() {
		return this.socket;
	}

	public void setSocket(@Nullable Path socket) {
		this.socket = socket;
	}

	public Set<String> getRequired() {
		return this.required;
	}

	public void setRequired(Set<String> required) {
		this.required = required;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getQueue() {
		return this.queue;
	}

	public void setQueue(int queue) {
		this.queue = queue;
	}

	public List<String> getMask() {
		return this.mask;
	}

	public void setMask(List<String> mask) {
		this.mask = mask;
	}

	public Jdbc getJdbc() {
		return this.jdbc;
	}

	/**
	 * A database that the record is written to.
	 */
	public static class Jdbc {

		/**
		 * URL of the database. A connection of its own is made with it.
		 */
		private @Nullable String url;

		/**
		 * User of the database.
		 */
		private @Nullable String username;

		/**
		 * Password of the user.
		 */
		private @Nullable String password;

		/**
		 * Name of a DataSource bean to take connections from, instead of a URL.
		 */
		private @Nullable String dataSource;

		/**
		 * Table that rows are inserted into.
		 */
		private String table = "repl_audit";

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public @Nullable String getDataSource() {
			return this.dataSource;
		}

		public void setDataSource(@Nullable String dataSource) {
			this.dataSource = dataSource;
		}

		public String getTable() {
			return this.table;
		}

		public void setTable(String table) {
			this.table = table;
		}

	}

}
