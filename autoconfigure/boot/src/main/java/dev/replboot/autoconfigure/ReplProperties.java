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

/**
 * Configuration of the REPL.
 */
@ConfigurationProperties("repl")
public class ReplProperties {

	/**
	 * Whether a reason is required to open the REPL.
	 */
	private boolean requireReason;

	/**
	 * Whether the endpoint accepts HTTP Basic.
	 */
	private boolean httpBasic = true;

	/**
	 * Folder of reviewed scripts for load-script.
	 */
	private @Nullable Path scripts;

	/**
	 * Folders that Clojure sources are loaded from. They take precedence over the class
	 * path.
	 */
	private List<Path> sourcePaths = new ArrayList<>();

	/**
	 * Clojure that evaluates forms: a separate one, or the one of the application.
	 */
	private RuntimeKind runtime = RuntimeKind.ISOLATED;

	/**
	 * Whether Clojure is loaded in the background after startup, so that the first
	 * opening is faster. Has no effect if repl.runtime is shared.
	 */
	private boolean warmUp;

	private final Lease lease = new Lease();

	@NestedConfigurationProperty
	private final RolesProperties roles = new RolesProperties();

	@NestedConfigurationProperty
	private final ListenerProperties socket = ListenerProperties.ofEnabled();

	@NestedConfigurationProperty
	private final PeerProperties peer = new PeerProperties();

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

	public RolesProperties getRoles() {
		return this.roles;
	}

	public ListenerProperties getSocket() {
		return this.socket;
	}

	public PeerProperties getPeer() {
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
		 * Time for which the REPL stays open if the request doesn't specify a duration.
		 */
		private Duration defaultDuration = Duration.ofMinutes(30);

		/**
		 * Maximum time for which the REPL can be opened.
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
		 * Whether values are printed as data that can be read back, instead of as Clojure
		 * prints them.
		 */
		private boolean readable = true;

		public boolean isReadable() {
			return this.readable;
		}

		public void setReadable(boolean readable) {
			this.readable = readable;
		}

	}

}
