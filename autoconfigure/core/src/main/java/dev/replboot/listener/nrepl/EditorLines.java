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

package dev.replboot.listener.nrepl;

import java.util.List;
import java.util.Objects;

import dev.replboot.listener.BoundServer;
import dev.replboot.listener.ListenerAddress;

/**
 * How editors connect to the nREPL server: lines to copy, each with what it is for.
 */
final class EditorLines {

	private static final String TOKEN = "evaluate the token first";

	private static final int LOCAL_PORT = 7888;

	private EditorLines() {
	}

	static List<String> of(ListenerAddress bound) {
		String path = bound.path();
		return (path != null) ? atPath(path)
				: atPort(Objects.requireNonNull(bound.host()), Objects.requireNonNull(bound.port()));
	}

	private static List<String> atPort(String host, int port) {
		String server = BoundServer.hostAndPort(host, port);
		return List.of("lein repl :connect " + server + "  # " + TOKEN,
				"(cider-connect-clj '(:host \"" + host + "\" :port " + port + "))  ; CIDER, at M-: ; then " + TOKEN,
				server + "  # Calva, to \"Connect to a Running REPL Server, not in Project\", Generic; then " + TOKEN,
				":ConjureConnect " + host + " " + port + "  \" Conjure; then " + TOKEN, "ssh -L " + port + ":" + server
						+ " " + BoundServer.sshDestination() + "  # then: any of these, to 127.0.0.1:" + port);
	}

	// of the editors CIDER alone opens such files
	private static List<String> atPath(String path) {
		return List.of(
				"(cider-connect-clj '(:host \"local-unix-domain-socket\" :port \"" + path
						+ "\"))  ; CIDER, at M-: ; then " + TOKEN,
				"ssh -L " + LOCAL_PORT + ":" + path + " " + BoundServer.sshDestination()
						+ "  # then: connect your editor to 127.0.0.1:" + LOCAL_PORT + " and " + TOKEN);
	}

}
