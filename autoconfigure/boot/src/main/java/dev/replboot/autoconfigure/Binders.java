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

import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.util.StringUtils;

import dev.replboot.access.peer.PeerRequirement;
import dev.replboot.listener.ServerBinder;
import dev.replboot.listener.TcpBinder;
import dev.replboot.listener.UnixBinder;

/**
 * Makes binders from a listener's properties, and fails the start if they are wrong.
 */
final class Binders {

	private final String prefix;

	/**
	 * Create it.
	 * @param prefix what the listener's properties begin with
	 */
	Binders(String prefix) {
		this.prefix = prefix;
	}

	ServerBinder binder(ListenerProperties listener, int defaultPort, PeerRequirement peers) {
		InetAddress address = listener.getAddress();
		Integer port = listener.getPort();
		Path path = listener.getPath();
		String group = StringUtils.hasText(listener.getPathGroup()) ? listener.getPathGroup() : null;
		MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn((entries) -> {
			entries.put(this.prefix + ".port", port);
			entries.put(this.prefix + ".path", path);
		});
		if (group != null && path == null) {
			throw new PointlessPathGroupException(this.prefix + ".path-group",
					"there is no " + this.prefix + ".path, so that there is nothing for the group to connect to",
					"Set " + this.prefix + ".path to a socket file as well, or remove the property.");
		}
		if (group != null && peers == PeerRequirement.SAME_USER) {
			throw new PointlessPathGroupException(this.prefix + ".path-group",
					"repl.peer.require is same-user, so that no member of the group could come in",
					"Set repl.peer.require to mapped or listed, or remove the property.");
		}
		if (path != null) {
			return new UnixBinder(checked(path.toAbsolutePath().normalize()), group, this.prefix + ".path");
		}
		if (address != null && !address.isLoopbackAddress()) {
			throw new NotLoopbackException(this.prefix + ".address", address);
		}
		// localhost is a name of both families, of which the JDK has looked up one
		boolean both = address == null || address.toString().startsWith("localhost/");
		return new TcpBinder(both ? null : address, (port != null) ? port : defaultPort, this.prefix);
	}

	private Path checked(Path path) {
		int length = UnixBinder.length(path);
		if (length > UnixBinder.MAX_PATH_BYTES) {
			throw new SocketPathTooLongException(this.prefix + ".path", path, length);
		}
		return path;
	}

}
