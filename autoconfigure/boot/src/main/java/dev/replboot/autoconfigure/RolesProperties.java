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

/**
 * Who may do what. A name without a prefix is a role; one with a prefix such as
 * {@code SCOPE_} is an authority.
 */
public class RolesProperties {

	/**
	 * Role or authority that can view the state of the REPL.
	 */
	private String viewer = "REPL_VIEWER";

	/**
	 * Role or authority that can evaluate code while the REPL is open. Includes the
	 * viewer role.
	 */
	private String user = "REPL_USER";

	/**
	 * Role or authority that can open and close the REPL. Includes the user role.
	 */
	private String admin = "REPL_ADMIN";

	/**
	 * Role or authority that can read the audit log. Not included in any other role.
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
