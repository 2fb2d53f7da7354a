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
 *
 * @since 0.1.0
 */
@ConfigurationProperties("repl.kit")
public class KitProperties {

	private final Part session = new Part();

	private final Part code = new Part();

	private final Part data = new Part();

	private final Part jpa = new Part();

	public Part getSession() {
		return this.session;
	}

	public Part getCode() {
		return this.code;
	}

	public Part getData() {
		return this.data;
	}

	public Part getJpa() {
		return this.jpa;
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
