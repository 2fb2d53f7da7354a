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

/**
 * Where a listener accepts connections: on a loopback port ({@link TcpBinder}) or on a
 * Unix domain socket ({@link UnixBinder}). The same for every protocol.
 */
public interface ServerBinder {

	/**
	 * Begin to accept connections.
	 * @param listener what to call the listener in a message, such as "The socket REPL"
	 * @return what is bound
	 * @throws ListenerBindException if the address can't be had
	 */
	BoundServer bind(String listener);

}
