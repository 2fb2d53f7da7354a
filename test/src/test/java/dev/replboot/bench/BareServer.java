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

package dev.replboot.bench;

import java.io.IOException;
import java.net.ServerSocket;

import clojure.java.api.Clojure;

/**
 * The baseline: Clojure's own socket REPL, on the class path, as people put it into
 * applications today.
 */
final class BareServer {

	private BareServer() {
	}

	/**
	 * Start it; it stays as long as the process.
	 * @return its port
	 */
	static int start() {
		Clojure.var("clojure.core", "require").invoke(Clojure.read("clojure.core.server"));
		ServerSocket socket = (ServerSocket) Clojure.var("clojure.core.server", "start-server")
			.invoke(Clojure.read("{:name \"bare\" :port 0 :accept clojure.core.server/repl}"));
		return socket.getLocalPort();
	}

	static PromptClient connect(int port) throws IOException {
		PromptClient client = PromptClient.connect(port);
		client.readUntil(PromptClient.PROMPT);
		return client;
	}

}
