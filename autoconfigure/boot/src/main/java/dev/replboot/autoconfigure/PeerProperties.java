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

import java.util.ArrayList;
import java.util.List;

import dev.replboot.access.peer.PeerRequirement;

/**
 * Users of the operating system at the other end of a connection.
 */
public class PeerProperties {

	/**
	 * Requirement for the operating-system user who connects.
	 */
	private PeerRequirement require = PeerRequirement.NONE;

	/**
	 * Names of the operating-system users who can connect if repl.peer.require is listed.
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
