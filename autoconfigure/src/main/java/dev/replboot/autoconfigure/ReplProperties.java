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
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

import dev.replboot.access.AttemptThrottle;
import dev.replboot.access.peer.PeerRequirement;

/**
 * Configuration of the REPL.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("repl")
public class ReplProperties {

	/**
	 * Whether opening the REPL takes a reason.
	 */
	private boolean requireReason;

	/**
	 * Whether the endpoint accepts HTTP Basic.
	 */
	private boolean httpBasic = true;

	/**
	 * Folder of reviewed scripts that can be loaded by name.
	 */
	private @Nullable Path scripts;

	/**
	 * Folders from which Clojure sources are loaded before the application's own.
	 */
	private List<Path> sourcePaths = new ArrayList<>();

	/**
	 * Which Clojure evaluates: one of its own, or the application's.
	 */
	private RuntimeKind runtime = RuntimeKind.ISOLATED;

	/**
	 * Whether Clojure is loaded in the background after the application's start, for the
	 * first opening. Without effect on a shared runtime.
	 */
	private boolean warmUp;

	private final Lease lease = new Lease();

	private final Roles roles = new Roles();

	@NestedConfigurationProperty
	private final ListenerProperties socket = ListenerProperties.ofEnabled();

	private final Peer peer = new Peer();

	@NestedConfigurationProperty
	private final ListenerProperties nrepl = new ListenerProperties();

	@NestedConfigurationProperty
	private final ListenerProperties prepl = new ListenerProperties();

	private final Limits limits = new Limits();

	private final Print print = new Print();

	public boolean isRequireReason() {
		return this.requireReason;
	}

	public void setRequireReason(boolean requireReason) {
		this.requireReason = requireReason;
	}

	public boolean isHttpBasic() {
		return this.httpBasic;
	}

	public void setHttpBasic(boolean httpBasic) {
		this.httpBasic = httpBasic;
	}

	public @Nullable Path getScripts() {
		return this.scripts;
	}

	public void setScripts(@Nullable Path scripts) {
		this.scripts = scripts;
	}

	public List<Path> getSourcePaths() {
		return this.sourcePaths;
	}

	public void setSourcePaths(List<Path> sourcePaths) {
		this.sourcePaths = sourcePaths;
	}

	public RuntimeKind getRuntime() {
		return this.runtime;
	}

	public void setRuntime(RuntimeKind runtime) {
		this.runtime = runtime;
	}

	public boolean isWarmUp() {
		return this.warmUp;
	}

	public void setWarmUp(boolean warmUp) {
		this.warmUp = warmUp;
	}

	public Lease getLease() {
		return this.lease;
	}

	public Roles getRoles() {
		return this.roles;
	}

	public ListenerProperties getSocket() {
		return this.socket;
	}

	public Peer getPeer() {
		return this.peer;
	}

	public ListenerProperties getNrepl() {
		return this.nrepl;
	}

	public ListenerProperties getPrepl() {
		return this.prepl;
	}

	public Limits getLimits() {
		return this.limits;
	}

	public Print getPrint() {
		return this.print;
	}

	/**
	 * Which Clojure evaluates.
	 */
	public enum RuntimeKind {

		/**
		 * One of its own, that can be stopped and unloaded.
		 */
		ISOLATED,

		/**
		 * The application's, whose namespaces can be seen and redefined. Stops less, and
		 * stays loaded.
		 */
		SHARED

	}

	/**
	 * How long the REPL stays open.
	 */
	public static class Lease {

		/**
		 * Time for which the REPL stays open when opening it doesn't say.
		 */
		private Duration defaultDuration = Duration.ofMinutes(30);

		/**
		 * Longest time for which it can be opened.
		 */
		private Duration max = Duration.ofHours(8);

		public Duration getDefault() {
			return this.defaultDuration;
		}

		public void setDefault(Duration defaultDuration) {
			this.defaultDuration = defaultDuration;
		}

		public Duration getMax() {
			return this.max;
		}

		public void setMax(Duration max) {
			this.max = max;
		}

	}

	/**
	 * How values are printed.
	 */
	public static class Print {

		/**
		 * Whether values are printed as data that can be read back, without hashes of
		 * identities, instead of as Clojure prints them.
		 */
		private boolean readable = true;

		public boolean isReadable() {
			return this.readable;
		}

		public void setReadable(boolean readable) {
			this.readable = readable;
		}

	}

	/**
	 * Who may do what. A name without a prefix is a role; one with a prefix such as
	 * {@code SCOPE_} is an authority.
	 */
	public static class Roles {

		/**
		 * Role or authority that may look at the state of the REPL.
		 */
		private String viewer = "REPL_VIEWER";

		/**
		 * Role or authority that may evaluate while the REPL is open. Includes the
		 * viewer.
		 */
		private String user = "REPL_USER";

		/**
		 * Role or authority that may open and close the REPL. Includes the user.
		 */
		private String admin = "REPL_ADMIN";

		/**
		 * Role or authority that may read the record. Neither includes another role nor
		 * is included in one.
		 */
		private String auditor = "REPL_AUDITOR";

		public String getViewer() {
			return this.viewer;
		}

		public void setViewer(String viewer) {
			this.viewer = viewer;
		}

		public String getUser() {
			return this.user;
		}

		public void setUser(String user) {
			this.user = user;
		}

		public String getAdmin() {
			return this.admin;
		}

		public void setAdmin(String admin) {
			this.admin = admin;
		}

		public String getAuditor() {
			return this.auditor;
		}

		public void setAuditor(String auditor) {
			this.auditor = auditor;
		}

	}

	/**
	 * Users of the operating system at the other end of a connection.
	 */
	public static class Peer {

		/**
		 * What is demanded of the operating system's user who connects.
		 */
		private PeerRequirement require = PeerRequirement.NONE;

		/**
		 * Names of the operating system's users who may connect when they have to be
		 * listed.
		 */
		private List<String> users = new ArrayList<>();

		public PeerRequirement getRequire() {
			return this.require;
		}

		public void setRequire(PeerRequirement require) {
			this.require = require;
		}

		public List<String> getUsers() {
			return this.users;
		}

		public void setUsers(List<String> users) {
			this.users = users;
		}

	}

	/**
	 * Limits that the server enforces.
	 */
	public static class Limits {

		/**
		 * Time that an evaluation may take, not counting the time it waits for input.
		 */
		private Duration time = Duration.ofMinutes(5);

		/**
		 * Memory that an evaluation's threads may allocate in all, live or not; 0 for no
		 * limit. By default a quarter of the maximum heap, at most 1GB.
		 */
		private DataSize allocation = DataSize.ofBytes(Math.min(Runtime.getRuntime().maxMemory() / 4, 1L << 30));

		/**
		 * Characters that an evaluation may print, one byte each.
		 */
		private DataSize output = DataSize.ofMegabytes(32);

		/**
		 * Elements of a collection that are printed.
		 */
		private int printLength = 1000;

		/**
		 * Depth of nesting that is printed.
		 */
		private int printDepth = 50;

		/**
		 * Characters that a form may have, one byte each.
		 */
		private DataSize request = DataSize.ofMegabytes(1);

		/**
		 * Sessions that there may be at a time. One more place is left for an
		 * administrator.
		 */
		private int sessions = 10;

		/**
		 * Sessions that a principal may have at a time. An editor takes up to three.
		 */
		private int sessionsPerPrincipal = 6;

		/**
		 * Time that a session may be idle before it is ended.
		 */
		private Duration idle = Duration.ofMinutes(30);

		/**
		 * Time that a connection may take to send its token.
		 */
		private Duration login = Duration.ofSeconds(30);

		/**
		 * Connections that may not have sent their token yet; the oldest gives way.
		 */
		private int logins = 64;

		/**
		 * Failed logins a minute of which each is recorded; of those beyond, only the
		 * number is.
		 */
		private int failedLogins = 30;

		/**
		 * Failed attempts a minute from an address, or under a name, after which further
		 * credentials are refused unseen; 0 for no limit.
		 */
		private int failedAttempts = 30;

		/**
		 * Addresses, and names, whose failed attempts are counted apart. Beyond, new ones
		 * share a count.
		 */
		private int addresses = 10_000;

		/**
		 * Time after which a transaction that a session keeps open is rolled back.
		 */
		private Duration transaction = Duration.ofMinutes(5);

		public Duration getTransaction() {
			return this.transaction;
		}

		public void setTransaction(Duration transaction) {
			this.transaction = transaction;
		}

		public Duration getTime() {
			return this.time;
		}

		public void setTime(Duration time) {
			this.time = time;
		}

		public DataSize getAllocation() {
			return this.allocation;
		}

		public void setAllocation(DataSize allocation) {
			this.allocation = allocation;
		}

		public DataSize getOutput() {
			return this.output;
		}

		public void setOutput(DataSize output) {
			this.output = output;
		}

		public int getPrintLength() {
			return this.printLength;
		}

		public void setPrintLength(int printLength) {
			this.printLength = printLength;
		}

		public int getPrintDepth() {
			return this.printDepth;
		}

		public void setPrintDepth(int printDepth) {
			this.printDepth = printDepth;
		}

		public DataSize getRequest() {
			return this.request;
		}

		public void setRequest(DataSize request) {
			this.request = request;
		}

		public int getSessions() {
			return this.sessions;
		}

		public void setSessions(int sessions) {
			this.sessions = sessions;
		}

		public int getSessionsPerPrincipal() {
			return this.sessionsPerPrincipal;
		}

		public void setSessionsPerPrincipal(int sessionsPerPrincipal) {
			this.sessionsPerPrincipal = sessionsPerPrincipal;
		}

		public Duration getIdle() {
			return this.idle;
		}

		public void setIdle(Duration idle) {
			this.idle = idle;
		}

		public Duration getLogin() {
			return this.login;
		}

		public void setLogin(Duration login) {
			this.login = login;
		}

		public int getLogins() {
			return this.logins;
		}

		public void setLogins(int logins) {
			this.logins = logins;
		}

		public int getFailedLogins() {
			return this.failedLogins;
		}

		public void setFailedLogins(int failedLogins) {
			this.failedLogins = failedLogins;
		}

		public int getFailedAttempts() {
			return this.failedAttempts;
		}

		public void setFailedAttempts(int failedAttempts) {
			this.failedAttempts = failedAttempts;
		}

		public int getAddresses() {
			return this.addresses;
		}

		public void setAddresses(int addresses) {
			this.addresses = addresses;
		}

		AttemptThrottle throttle() {
			return new AttemptThrottle(this.failedAttempts, this.addresses);
		}

	}

}
