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
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.replboot.testsupport.FormOracle;
import dev.replboot.testsupport.Hits;
import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

/**
 * Forms that follow each other over connections, and what ran of them. There is a new
 * connection whenever the last is at its end.
 */
final class FormStream implements AutoCloseable {

	static final String CTRL_C = "\u0003\n";

	private static final int TIMEOUT_MILLIS = (int) Patience.PATIENCE.toMillis();

	private final TestRepl repl;

	private final FormOracle oracle;

	private final String protocol;

	private ReplClient client;

	private int sentinels;

	private int stuck;

	FormStream(TestRepl repl, FormOracle oracle, String protocol) {
		this.repl = repl;
		this.oracle = oracle;
		this.protocol = protocol;
		this.client = login();
		this.client.send(Hits.DEFINITION + "\n");
		sentinelAfterQuiet();
	}

	boolean isPrepl() {
		return this.protocol.equals("prepl");
	}

	ReplClient client() {
		return this.client;
	}

	int stuck() {
		return this.stuck;
	}

	private ReplClient login() {
		ReplClient login = ReplClient.connect(Objects.requireNonNull(this.repl.address(this.protocol).port()));
		try {
			login.socket().setSoTimeout(TIMEOUT_MILLIS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		login.send(this.repl.token(TestPrincipal.ADMIN) + "\n");
		login.readUntil(isPrepl() ? "\n" : "user=> ");
		return login;
	}

	private void reconnect() {
		this.client.close();
		this.client = login();
	}

	Result send(String text) {
		FormOracle.Answer expected = this.oracle.run(text, true, false);
		Hits.take();
		StringBuilder output = new StringBuilder();
		try {
			if (expected.isOpen()) {
				this.client.send(text);
				this.client.endInput();
				output.append(this.client.readToEnd());
				reconnect();
			}
			else {
				this.client.send(text);
				if (expected.refused() != null) {
					output.append(this.client.readUntil(isPrepl() ? ":read-source" : "reading source"));
				}
				output.append((expected.refused() != null) ? sentinel() : sentinelAfterQuiet());
			}
			return new Result(expected, new ArrayList<>(Hits.take()), output.toString(), null);
		}
		catch (AssertionError ex) {
			this.stuck++;
			reconnect();
			return new Result(expected, new ArrayList<>(Hits.take()), output.toString(), ex.getMessage());
		}
	}

	String sendPackets(List<String> packets) {
		try {
			packets.forEach(this.client::send);
			// before, Ctrl-C would stop a form that could be read
			String error = this.client.readUntil(isPrepl() ? ":read-source" : "reading source");
			return error + sentinel();
		}
		catch (AssertionError ex) {
			this.stuck++;
			reconnect();
			return "STUCK: " + ex.getMessage();
		}
	}

	// whatever is still open is given up before; a program has no Ctrl-C, and connects
	// again
	String sentinel() {
		if (isPrepl()) {
			this.client.endInput();
			String rest = this.client.readToEnd();
			reconnect();
			return rest + sentinelAfterQuiet();
		}
		String name = ":sentinel-" + (++this.sentinels);
		this.client.send(CTRL_C + name + "\n");
		return read(name);
	}

	String sentinelAfterQuiet() {
		String name = ":sentinel-" + (++this.sentinels);
		this.client.send(name + "\n");
		return read(name);
	}

	private String read(String name) {
		return this.client.readUntil(isPrepl() ? ":form \"" + name + "\"}\n" : name + "\nuser=> ");
	}

	@Override
	public void close() {
		this.client.close();
	}

	record Result(FormOracle.Answer expected, List<Long> hits, String output, @Nullable String stuck) {

		boolean isWrong() {
			return isStuck() || !this.hits.equals(this.expected.hits());
		}

		boolean isStuck() {
			return this.stuck != null;
		}

	}

}
