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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.testsupport.BreakableSink;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code that runs while a form is read: it is on record before it runs, each time, and
 * doesn't run when it can't be recorded.
 */
@NullUnmarked
class ReadTimeRecordTests {

	private static final String EFFECT = ReadTimeEffect.class.getName();

	private static final String LITERAL = "#" + EFFECT;

	private static final String CALL = "(" + EFFECT + "/run \"x\")";

	private static final String READER = "(fn [v] (" + EFFECT + "/run v) v)";

	private static final List<String> SETUP = List.of(
			"(do (alter-var-root #'default-data-readers assoc 'readtime/root " + READER + ") nil)",
			"(do (set! *data-readers* (assoc *data-readers* 'readtime/own " + READER + " 'inst " + READER + ")) nil)",
			"(do (set! *default-data-reader-fn* (fn [t v] (" + EFFECT + "/run v) v)) nil)");

	private static final List<Kind> KINDS = kinds();

	private static TestRepl repl;

	private static BreakableSink sink;

	/**
	 * How much is on record.
	 * @return the number of evaluations
	 */
	static int announced() {
		return sink.announced().size();
	}

	@TempDir
	private Path folder;

	private static List<Kind> kinds() {
		List<Kind> kinds = new ArrayList<>();
		// what runs, how to recognise it in the record
		String[][] runs = { { LITERAL + "[\"x\"]", "Effect" }, { LITERAL + "{:a 1}", "Effect" },
				{ "#readtime/root \"x\"", "readtime/root" }, { "#readtime/own \"x\"", "readtime/own" },
				{ "#readtime/own (do 1 2)", "readtime/own" }, { "#inst \"x\"", "inst" },
				{ "#readtime/unknown \"x\"", "readtime/unknown" }, { "#=" + CALL, "#=" } };
		for (String[] run : runs) {
			String text = run[0];
			String marker = run[1];
			Stream
				.of("%s", "'[%s]", "(comment %s)", "(when false %s)", "(quote {:a {:b #{%s}}})", "#_ %s nil",
						"#?(:clj '%s :default nil)", "'[#?@(:clj [%s])]", "^{:a %s} []", "#:a{:b '%s}", "#(comment %s)",
						"`(comment %s)", "[::nope/x %s]")
				.filter((around) -> !around.startsWith("^") || !text.contains("do 1"))
				.forEach((around) -> kinds
					.add(new Kind(around.replace("%s", text), marker, around.contains("nope") ? 0 : 1, false)));
			kinds.add(new Kind("'[%s %s]".replace("%s", text), marker, 2, false));
			// Clojure's reader runs #= in a branch that it leaves out, too
			kinds.add(new Kind("#?(:cljs %s :clj nil)".replace("%s", text), marker, text.startsWith("#=") ? 1 : 0,
					false));
			kinds.add(new Kind("(comment %s".replace("%s", text), marker, 1, true));
			kinds.add(new Kind("(comment #_ %s [{".replace("%s", text), marker, 1, true));
			kinds.add(new Kind("(comment {:a} %s)".replace("%s", text), marker, 0, false));
			kinds.add(new Kind("(comment %s {:a})".replace("%s", text), marker, 1, false));
		}
		kinds.add(new Kind(LITERAL + "[" + LITERAL + "[\"x\"]]", "Effect", 2, false));
		kinds.add(new Kind(LITERAL + "{:a " + LITERAL + "[\"x\"]}", "Effect", 2, false));
		kinds.add(new Kind(LITERAL + "[#readtime/own \"x\"]", "", 2, false));
		kinds.add(new Kind("#readtime/own #readtime/root \"x\"", "", 2, false));
		kinds.add(new Kind("#readtime/own #=" + CALL, "", 2, false));
		kinds.add(new Kind("#readtime/own [#readtime/root \"x\" " + LITERAL + "[\"x\"]", "", 2, true));
		return kinds;
	}

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Sinks.class }, "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.prepl.enabled=true", "repl.prepl.port=0", "repl.audit.required=breakable", "repl.audit.log=false",
				"repl.limits.sessions=100");
		sink = repl.context().getBean(BreakableSink.class);
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void whatRunsWhileAFormIsRead_isOnRecordBefore(Protocol protocol) {
		SoftAssertions softly = new SoftAssertions();
		try (Session session = new Session(protocol)) {
			for (Kind kind : KINDS) {
				ReadTimeEffect.RUNS.clear();
				int before = sink.announced().size();
				session.perform(kind, () -> ReadTimeEffect.RUNS.size() >= kind.effects);
				List<Integer> runs = List.copyOf(ReadTimeEffect.RUNS);
				List<String> all = sink.announced();
				softly.assertThat(session.answers()).as(kind.code).isTrue();
				softly.assertThat(runs).as(kind.code).hasSize(kind.effects);
				for (int i = 0; i < runs.size(); i++) {
					List<String> announced = all.subList(before, runs.get(i));
					softly.assertThat(announced)
						.as(kind.code)
						.hasSizeGreaterThan(i)
						.anySatisfy((form) -> assertThat(form).contains(kind.marker));
				}
			}
		}
		softly.assertAll();
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void whatCannotBeRecorded_doesNotRunWhileAFormIsRead(Protocol protocol) {
		SoftAssertions softly = new SoftAssertions();
		try (Session session = new Session(protocol)) {
			for (Kind kind : KINDS) {
				ReadTimeEffect.RUNS.clear();
				int refused = sink.refused();
				sink.breakDown(true);
				try {
					session.perform(kind, () -> sink.refused() > refused || !ReadTimeEffect.RUNS.isEmpty());
				}
				finally {
					sink.breakDown(false);
				}
				softly.assertThat(ReadTimeEffect.RUNS).as(kind.code).isEmpty();
				softly.assertThat(session.answers()).as(kind.code).isTrue();
			}
		}
		softly.assertAll();
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void formWhoseResolverCannotBeRecorded_isRefusedOnce(Protocol protocol) {
		try (Session session = new Session(protocol)) {
			session.eval("(do (alter-var-root #'*reader-resolver* (constantly (reify clojure.lang.LispReader$Resolver"
					+ " (currentNS [_] " + CALL + " 'user) (resolveClass [_ s]) (resolveAlias [_ s])"
					+ " (resolveVar [_ s])))) nil)");
			try {
				ReadTimeEffect.RUNS.clear();
				int refused = sink.refused();
				sink.breakDown(true);
				session.perform(new Kind("::a", "", 0, false), () -> sink.refused() > refused);
				sink.breakDown(false);
				int after = sink.refused();
				assertThat(ReadTimeEffect.RUNS).isEmpty();
				assertThat(session.answers()).isTrue();
				assertThat(sink.refused()).isEqualTo(after);
			}
			finally {
				sink.breakDown(false);
				session.eval("(do (alter-var-root #'*reader-resolver* (constantly nil)) nil)");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void validatorOfWhatASessionBinds_doesNotRunUnrecorded(Protocol protocol) {
		try (Session session = new Session(protocol)) {
			session.eval("(doseq [v [#'*1 #'*e #'*ns* #'*print-length*]]" + " (set-validator! v (fn [_] (boolean "
					+ CALL + "))))");
			ReadTimeEffect.RUNS.clear();
			int refused = sink.refused();
			sink.breakDown(true);
			try {
				session.perform(new Kind("1", "", 0, false), () -> sink.refused() > refused);
			}
			finally {
				sink.breakDown(false);
			}
			assertThat(session.answers()).isTrue();
			assertThat(ReadTimeEffect.RUNS).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void filesAreMadeByConstructorLiteralsOnlyOnRecord(Protocol protocol) {
		try (Session session = new Session(protocol)) {
			for (boolean open : new boolean[] { false, true }) {
				Path file = this.folder.resolve("file-" + open);
				Kind kind = new Kind("(comment #java.io.FileOutputStream[\"" + file + "\"]" + (open ? "" : ")"), "", 1,
						open);
				int refused = sink.refused();
				sink.breakDown(true);
				try {
					session.perform(kind, () -> sink.refused() > refused || Files.exists(file));
				}
				finally {
					sink.breakDown(false);
				}
				assertThat(file).doesNotExist();
				int before = sink.announced().size();
				session.perform(kind, () -> Files.exists(file));
				assertThat(file).exists();
				List<String> announced = sink.announced();
				assertThat(announced.subList(before, announced.size()))
					.anySatisfy((form) -> assertThat(form).contains("java.io.FileOutputStream", file.toString()));
			}
		}
	}

	/**
	 * What runs, in a form that may be the rest of the input.
	 *
	 * @param code the text
	 * @param marker what the announcement has
	 * @param effects how often something runs
	 * @param open whether the form isn't complete
	 */
	private record Kind(String code, String marker, int effects, boolean open) {

	}

	private enum Protocol {

		SOCKET("socket"), EVAL("nrepl"), LOAD_FILE("nrepl"), PREPL("prepl");

		private final String listener;

		Protocol(String listener) {
			this.listener = listener;
		}

	}

	/**
	 * A session of either protocol.
	 */
	private static final class Session implements AutoCloseable {

		private final Protocol protocol;

		private ReplClient client;

		private String id = "";

		private int sentinels;

		private Session(Protocol protocol) {
			this.protocol = protocol;
			begin();
		}

		private void begin() {
			String token = repl.token(TestPrincipal.ADMIN);
			this.client = ReplClient.connect(Objects.requireNonNull(repl.address(this.protocol.listener).port()));
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

		private String eval(String code) {
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

		private void perform(Kind kind, BooleanSupplier happened) {
			if (this.protocol == Protocol.LOAD_FILE) {
				message("op", "load-file", "session", this.id, "file", kind.code + "\n");
			}
			else if (!kind.open || this.protocol == Protocol.EVAL) {
				eval(kind.code);
			}
			else {
				this.client.send(kind.code + "\n");
				Awaitility.await().pollInterval(Duration.ofMillis(2)).until(happened::getAsBoolean);
				giveUp();
			}
		}

		private void giveUp() {
			if (this.protocol == Protocol.PREPL) {
				this.client.endInput();
				this.client.readToEnd();
				this.client.close();
				sink.breakDown(false);
				begin();
			}
			else {
				String sentinel = ":given-up-" + (++this.sentinels);
				sink.breakDown(false);
				this.client.send("\u0003");
				this.client.readUntil("user=> ");
				this.client.send("\n" + sentinel + "\n");
				this.client.readUntil(sentinel + "\nuser=> ");
			}
		}

		// whatever is still to come from the kind before has come then
		private boolean answers() {
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

		private String message(String... fields) {
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

	}

	@Configuration(proxyBeanMethods = false)
	static class Sinks {

		@Bean
		BreakableSink breakableSink() {
			return new BreakableSink();
		}

	}

}
