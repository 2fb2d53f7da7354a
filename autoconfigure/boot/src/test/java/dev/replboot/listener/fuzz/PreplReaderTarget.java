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

package dev.replboot.listener.fuzz;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes after the token. Whatever it was, it is answered or the session is ended,
 * each line of the answers is a map, and the next session isn't worse off.
 */
final class PreplReaderTarget implements FuzzTarget {

	private static final List<String> WORDS = List.of("(", ")", "[", "]", "{", "}", "#{", "#\"", "\"", "\\", "\\u00",
			"#'", "@", "^", "^{", "~@", "`", "'", "#_", "#?(:clj", "#?@(:clj [", "#=", "#:a{", "::", ":a/b", "#inst \"",
			"#uuid \"", "##Inf", "##", "1/0", "0x", "36rZ", "1e999", "1N", "%", "#(", ";", "#!", "\n", "\r", "\t", "\0",
			"\u0003", "\u00ff", "\u00ff\u00f4", "\u00ff\u00fa", "\u00f0\u009f\u0098\u0080", "\u00c3\u0028",
			"\u00ed\u00a0\u0080", "\u00ef\u00bb\u00bf", "nil", "(/ 1 0)", "(throw (ex-info \"x\" {:a 1}))", "(print 1)",
			"(tap> 1)", "(read-line)", "(read)", "*1", "*e", "(in-ns 'x)", "(while true)", "(range)", "#object[x]",
			"#unknown 1", "a.b.c.D", "(.x 1)", "(def a)", "(fn [x] x)", "{:a 1 :a 2}", "\\newline", ":", "((((((((((");

	private final FuzzedRepl repl = new FuzzedRepl("repl.prepl.enabled=true", "repl.prepl.port=0",
			"repl.limits.time=1s", "repl.limits.request=64KB", "repl.limits.output=1MB");

	@Override
	public String name() {
		return "prepl-reader";
	}

	@Override
	public List<String> words() {
		return WORDS;
	}

	@Override
	public int batch() {
		return 20;
	}

	@Override
	public List<String> tryOut(List<byte[]> inputs) throws Exception {
		List<String> outcomes = new ArrayList<>();
		for (byte[] input : inputs) {
			try (Socket socket = this.repl.connect("prepl")) {
				FuzzedRepl.send(socket, (this.repl.token() + "\n").getBytes(StandardCharsets.UTF_8));
				outcomes.add(outcome(read(socket, input)));
			}
		}
		this.repl.assertUnharmed();
		return outcomes;
	}

	private static String read(Socket socket, byte[] input) throws IOException {
		FuzzedRepl.send(socket, input);
		// may be inside of anything; what is there ends with the input
		FuzzedRepl.send(socket, "\n:next\n".getBytes(StandardCharsets.UTF_8));
		socket.shutdownOutput();
		String answer = FuzzedRepl.readToEnd(socket);
		for (String line : answer.split("\n")) {
			assertThat(line).matches("(?s)\\{:tag :(ret|out|err|tap), :val .*}|reset|");
		}
		return answer;
	}

	// numbers, times and names that are made up differ each time
	private static String outcome(String answer) {
		StringBuilder kinds = new StringBuilder();
		for (String line : answer.split("\n")) {
			String cause = line.contains(":cause") ? line.replaceAll(".*:cause ", "").replaceAll("[0-9\"\\\\].*", "")
					: "";
			kinds.append(line, 0, Math.min(line.length(), 12))
				.append(line.contains(":exception") ? "!" : "")
				.append(cause);
		}
		return (kinds.length() > 200) ? kinds.substring(0, 200) : kinds.toString();
	}

	@Override
	public void close() {
		this.repl.close();
	}

}
