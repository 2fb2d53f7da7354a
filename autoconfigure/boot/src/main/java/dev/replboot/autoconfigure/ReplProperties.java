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

	@NestedConfigurationProperty
	private final LimitsProperties limits = new LimitsProperties();

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

	public LimitsProperties getLimits() {
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

}
