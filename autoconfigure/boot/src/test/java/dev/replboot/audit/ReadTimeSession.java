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

package dev.replboot.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;

import dev.replboot.testsupport.BreakableSink;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

/**
 * A session of either protocol.
 */
@NullUnmarked
final class ReadTimeSession implements AutoCloseable {

	private static final String READER = "(fn [v] (" + ReadTimeForm.EFFECT + "/run v) v)";

	private static final List<String> SETUP = List.of(
			"(do (alter-var-root #'default-data-readers assoc 'readtime/root " + READER + ") nil)",
			"(do (set! *data-readers* (assoc *data-readers* 'readtime/own " + READER + " 'inst " + READER + ")) nil)",
			"(do (set! *default-data-reader-fn* (fn [t v] (" + ReadTimeForm.EFFECT + "/run v) v)) nil)");

	private final TestRepl repl;

	private final BreakableSink sink;

	private final Protocol protocol;

	private ReplClient client;

	private String id = "";

	private int sentinels;

	ReadTimeSession(TestRepl repl, BreakableSink sink, Protocol protocol) {
		this.repl = repl;
		this.sink = sink;
		this.protocol = protocol;
		begin();
	}

	private void begin() {
		String token = this.repl.token(TestPrincipal.ADMIN);
		this.client = ReplClient.connect(Objects.requireNonNull(this.repl.address(this.protocol.listener).port()));
		switch (this.protocol) {
			case SOCKET -> {
				this.client.send(token + "\n");
				this.client.readUntil("user=> ");
			}
			case PREPL -> {
				this.client.send(token + "\n");
				this.client.readUntil("\n");
			}
			default -> {
				message("op", "eval", "code", token);
				String cloned = message("op", "clone");
				this.id = cloned.replaceAll("(?s).*new-session\\d+:([0-9a-f-]{36}).*", "$1");
			}
		}
		SETUP.forEach(this::eval);
	}

	String eval(String code) {
		switch (this.protocol) {
			case SOCKET -> {
				this.client.send(code + "\n");
				return this.client.readUntil("user=> ");
			}
			case PREPL -> {
				this.client.send(code + "\n");
				return ret();
			}
			default -> {
				return message("op", "eval", "session", this.id, "code", code);
			}
		}
	}

	private String ret() {
		String line = this.client.readUntil("\n");
		while (!line.startsWith("{:tag :ret")) {
			line = this.client.readUntil("\n");
		}
		return line;
	}

	void perform(ReadTimeForm kind, BooleanSupplier happened) {
		if (this.protocol == Protocol.LOAD_FILE) {
			message("op", "load-file", "session", this.id, "file", kind.code() + "\n");
		}
		else if (!kind.open() || this.protocol == Protocol.EVAL) {
			eval(kind.code());
		}
		else {
			this.client.send(kind.code() + "\n");
			Awaitility.await().pollInterval(Duration.ofMillis(2)).until(happened::getAsBoolean);
			giveUp();
		}
	}

	void giveUp() {
		if (this.protocol == Protocol.PREPL) {
			this.client.endInput();
			this.client.readToEnd();
			this.client.close();
			this.sink.breakDown(false);
			begin();
		}
		else {
			String sentinel = ":given-up-" + (++this.sentinels);
			this.sink.breakDown(false);
			this.client.send("\u0003");
			this.client.readUntil("user=> ");
			this.client.send("\n" + sentinel + "\n");
			this.client.readUntil(sentinel + "\nuser=> ");
		}
	}

	// whatever is still to come from the kind before has come then
	boolean answers() {
		String value = String.valueOf(1_000_000 + ++this.sentinels);
		String code = "(+ 1000000 " + this.sentinels + ")";
		switch (this.protocol) {
			case SOCKET -> {
				this.client.send(code + "\n");
				return this.client.readUntil(value + "\nuser=> ").contains(value);
			}
			case PREPL -> {
				this.client.send(code + "\n");
				this.client.readUntil(":val \"" + value + "\"");
				return this.client.readUntil("\n").contains(code);
			}
			default -> {
				return eval(code).contains(value);
			}
		}
	}

	String message(String... fields) {
		StringBuilder message = new StringBuilder("d");
		for (String field : fields) {
			message.append(field.getBytes(StandardCharsets.UTF_8).length).append(':').append(field);
		}
		this.client.send(message.append('e').toString());
		return this.client.readUntil("4:done");
	}

	@Override
	public void close() {
		this.client.close();
	}

	/**
	 * The protocols, and the ways to send a form.
	 */
	enum Protocol {

		SOCKET("socket"), EVAL("nrepl"), LOAD_FILE("nrepl"), PREPL("prepl");

		private final String listener;

		Protocol(String listener) {
			this.listener = listener;
		}

	}

}
