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
 * Configuration of the audit log.
 */
@ConfigurationProperties("repl.audit")
public class AuditProperties {

	/**
	 * File that the audit log is written to, as JSON lines that are chained by hash. Each
	 * process needs a file of its own.
	 */
	private @Nullable Path file;

	/**
	 * When the file of the audit log is synced to disk.
	 */
	private Fsync fsync = Fsync.SECOND;

	/**
	 * Maximum size of the file of the audit log, after which a new file begins.
	 */
	private DataSize maxSize = DataSize.ofMegabytes(100);

	/**
	 * Whether the audit log is written to the logger repl.audit.
	 */
	private boolean log = true;

	/**
	 * Unix domain socket that the audit log is written to, as JSON lines.
	 */
	private @Nullable Path socket;

	/**
	 * Audit sinks that must have recorded an event before anything is opened, admitted or
	 * evaluated.
	 */
	private Set<String> required = new LinkedHashSet<>(Set.of("events"));

	/**
	 * Maximum time to wait for a required audit sink.
	 */
	private Duration timeout = Duration.ofSeconds(5);

	/**
	 * Maximum number of events that wait for an audit sink. Further events are lost and
	 * counted.
	 */
	private int queue = 10000;

	/**
	 * Regular expressions of names whose values are masked in the audit log and by env,
	 * in addition to passwords, tokens and similar names.
	 */
	private List<String> mask = new ArrayList<>();

	/**
	 * Whether usernames of failed logins at the endpoint are recorded. Passwords never
	 * are.
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
	 * Database that the audit log is written to.
	 */
	public static class Jdbc {

		/**
		 * URL of the database that the audit log is written to, on a connection that
		 * isn't taken from a pool.
		 */
		private @Nullable String url;

		/**
		 * Username for the database of the audit log.
		 */
		private @Nullable String username;

		/**
		 * Password for the database of the audit log.
		 */
		private @Nullable String password;

		/**
		 * Name of a DataSource bean for the audit log, instead of a URL.
		 */
		private @Nullable String dataSource;

		/**
		 * Table that the audit log is inserted into.
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
