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

import java.net.InetAddress;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Where the REPL can be reached by one of its protocols.
 */
public class ListenerProperties {

	/**
	 * Whether this listener is bound when the REPL opens.
	 */
	private boolean enabled;

	/**
	 * Loopback address to bind to. By default, both 127.0.0.1 and ::1.
	 */
	private @Nullable InetAddress address;

	/**
	 * Port to bind to; 0 picks a free one.
	 */
	private @Nullable Integer port;

	/**
	 * Unix domain socket to bind to instead of a port. No other user may have access to
	 * its folder.
	 */
	private @Nullable Path path;

	/**
	 * Operating-system group whose members can connect to the Unix domain socket as well.
	 */
	private @Nullable String pathGroup;

	static ListenerProperties ofEnabled() {
		ListenerProperties properties = new ListenerProperties();
		properties.setEnabled(true);
		return properties;
	}

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable InetAddress getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable InetAddress address) {
		this.address = address;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public @Nullable Path getPath() {
		return this.path;
	}

	public void setPath(@Nullable Path path) {
		this.path = path;
	}

	public @Nullable String getPathGroup() {
		return this.pathGroup;
	}

	public void setPathGroup(@Nullable String pathGroup) {
		this.pathGroup = pathGroup;
	}

}
