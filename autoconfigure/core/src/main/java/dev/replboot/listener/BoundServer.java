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

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/**
 * An address that is bound.
 */
public interface BoundServer {

	/**
	 * What accepts the connections.
	 * @return the channels, one for each address
	 */
	List<ServerSocketChannel> channels();

	/**
	 * Where it can be reached.
	 * @param protocol the protocol's name
	 * @return the address, with the lines that connect {@code nc} to it; a protocol with
	 * clients of its own puts their lines in front, by
	 * {@link ListenerAddress#withConnect}
	 */
	ListenerAddress address(String protocol);

	/**
	 * Stop accepting connections.
	 */
	void close();

	/**
	 * An address as clients take it.
	 * @param host the host's address
	 * @param port the port
	 * @return both, with brackets around an address that has colons itself
	 */
	static String hostAndPort(String host, int port) {
		return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
	}

	/**
	 * Whom to log in as, and where, to tunnel to this process.
	 * @return user and host, as {@code ssh} takes them
	 */
	static String sshDestination() {
		String host;
		try {
			host = InetAddress.getLocalHost().getHostName();
		}
		catch (IOException ex) {
			// a host that doesn't know its own name; the reader does
			host = "HOST";
		}
		return System.getProperty("user.name") + "@" + host;
	}

}
