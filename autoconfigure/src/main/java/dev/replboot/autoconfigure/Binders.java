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
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

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

	ServerBinder binder(InetAddress address, @Nullable Integer port, int defaultPort, @Nullable Path path) {
		MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn((entries) -> {
			entries.put(this.prefix + ".port", port);
			entries.put(this.prefix + ".path", path);
		});
		if (path != null) {
			return new UnixBinder(checked(path.toAbsolutePath().normalize()), this.prefix + ".path");
		}
		if (!address.isLoopbackAddress()) {
			throw new NotLoopbackException(this.prefix + ".address", address);
		}
		return new TcpBinder(address, (port != null) ? port : defaultPort, this.prefix + ".port");
	}

	private Path checked(Path path) {
		int length = UnixBinder.length(path);
		if (length > UnixBinder.MAX_PATH_BYTES) {
			throw new SocketPathTooLongException(this.prefix + ".path", path, length);
		}
		return path;
	}

}
