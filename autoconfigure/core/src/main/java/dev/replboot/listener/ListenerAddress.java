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

package dev.replboot.listener;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a listener can be reached: at a port or at a path.
 *
 * @param protocol the protocol's name
 * @param host the loopback address, or {@code null} if it is reached at a path
 * @param port the port, or {@code null} if it is reached at a path
 * @param path the socket file, or {@code null} if it is reached at a port
 * @param connect lines to copy: how to connect on this host, and how through a tunnel
 */
public record ListenerAddress(String protocol, @Nullable String host, @Nullable Integer port, @Nullable String path,
		List<String> connect) {

	public ListenerAddress {
		connect = List.copyOf(connect);
	}

	/**
	 * An address with a port.
	 * @param protocol the protocol's name
	 * @param host the loopback address
	 * @param port the port
	 * @param connect lines to copy
	 */
	public ListenerAddress(String protocol, String host, int port, List<String> connect) {
		this(protocol, host, port, null, connect);
	}

	/**
	 * An address with a path.
	 * @param protocol the protocol's name
	 * @param path the socket file
	 * @param connect lines to copy
	 * @return the address
	 */
	public static ListenerAddress ofPath(String protocol, String path, List<String> connect) {
		return new ListenerAddress(protocol, null, null, path, connect);
	}

	/**
	 * The same address with other lines.
	 * @param lines lines to copy
	 * @return the address
	 */
	public ListenerAddress withConnect(List<String> lines) {
		return new ListenerAddress(this.protocol, this.host, this.port, this.path, lines);
	}

}
