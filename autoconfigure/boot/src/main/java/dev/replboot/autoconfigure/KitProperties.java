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

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration of the kit: what a user finds inside the REPL. Parts that an application
 * contributes are switched off in the same way, by their names.
 */
@ConfigurationProperties("repl.kit")
public class KitProperties {

	private final Part session = new Part();

	private final Part code = new Part();

	private final Part wiring = new Part();

	private final Part web = new Part();

	private final Part health = new Part();

	private final Part metrics = new Part();

	private final Part logging = new Part();

	private final Part jvm = new Part();

	private final Part security = new Part();

	private final Part scheduling = new Part();

	private final Part caching = new Part();

	private final Part changes = new Part();

	private final Part patch = new Part();

	private final Part watch = new Part();

	private final Part data = new Part();

	private final Part jpa = new Part();

	private final Part show = new Part();

	public Part getSession() {
		return this.session;
	}

	public Part getCode() {
		return this.code;
	}

	public Part getWiring() {
		return this.wiring;
	}

	public Part getWeb() {
		return this.web;
	}

	public Part getHealth() {
		return this.health;
	}

	public Part getMetrics() {
		return this.metrics;
	}

	public Part getLogging() {
		return this.logging;
	}

	public Part getJvm() {
		return this.jvm;
	}

	public Part getSecurity() {
		return this.security;
	}

	public Part getScheduling() {
		return this.scheduling;
	}

	public Part getCaching() {
		return this.caching;
	}

	public Part getPatch() {
		return this.patch;
	}

	public Part getWatch() {
		return this.watch;
	}

	public Part getChanges() {
		return this.changes;
	}

	public Part getData() {
		return this.data;
	}

	public Part getJpa() {
		return this.jpa;
	}

	public Part getShow() {
		return this.show;
	}

	/**
	 * A part of the kit.
	 */
	public static class Part {

		/**
		 * Whether the functions of this part are there.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
