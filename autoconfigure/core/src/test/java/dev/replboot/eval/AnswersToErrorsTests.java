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

package dev.replboot.eval;

import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.access.OsUserPrincipal;
import dev.replboot.access.Peer;
import dev.replboot.access.Term;
import dev.replboot.listener.InputPipe;
import dev.replboot.listener.PipeReader;
import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.NamedFunctions;
import dev.replboot.runtime.ReplRuntime;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepSettings;
import dev.replboot.runtime.launch.Runtimes;
import dev.replboot.runtime.stop.Callbacks;
import dev.replboot.runtime.unload.RuntimeWatch;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is dropped with a form that can't be read: what was sent before the client could
 * see the error, and nothing that it sends afterwards.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnswersToErrorsTests {

	private static ReplRuntime runtime;

	@BeforeAll
	static void load() {
		runtime = Runtimes
			.isolated(GuardListener.NONE, Callbacks.DEFAULT_BUDGET, new RuntimeWatch(Duration.ofMinutes(2)))
			.load(new RuntimeSetup(AnswersToErrorsTests.class.getClassLoader(), Map.of(), List.of(), List.of()));
	}

	@AfterAll
	static void unload() {
		runtime.unload(Duration.ofSeconds(5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{:a}", "1a", "#nope 1", "::nope/x", ")", "#=(nope)", "\"\\q\"", "(do (read) 1)\n{:a}",
			"#?(:clj)", "##Foo" })
	void answerToTheFirstCharacterOfAnErrorIsEvaluated(String broken) {
		try (Conversation conversation = new Conversation()) {
			conversation.when("rror", ":answer\n");
			conversation.send(broken + " :before\n");
			conversation.end("rror");
			assertThat(conversation.text()).containsPattern("[89] characters behind the error were dropped")
				.contains("\n:answer\n")
				.doesNotContain("\n:before");
		}
	}

	@Test
	void whatComesWhileTheFormIsRecordedIsDropped() {
		try (Conversation conversation = new Conversation()) {
			conversation.whenRecorded(":late\n");
			conversation.send("{:a}\n");
			conversation.end("reading source");
			assertThat(conversation.text()).contains("6 characters behind the error were dropped")
				.doesNotContain("\n:late");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ":rest\n", ":rest\r\n", " :rest ; :rest\n", "(:rest\n :rest) :rest\n", "#_\n:rest :rest\n",
			"\"\n\" :rest\n" })
	void restOfTheLineIsDroppedThoughItComesAfterTheError(String rest) {
		try (Conversation conversation = new Conversation()) {
			conversation.send("{:a} ");
			conversation.step();
			assertThat(conversation.text()).contains("Map literal must").doesNotContain("It isn't over");
			conversation.send(rest);
			conversation.stepUntil("of its ");
			conversation.send(":next\n");
			conversation.end("of its ");
			assertThat(conversation.text()).containsPattern("\\d+ characters of its (line|rest) were dropped")
				.endsWith("\n:next\n")
				.doesNotContain("\n:rest");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\r" })
	void lineBehindTheRestOfALineIsEvaluated(String endOfLine) {
		try (Conversation conversation = new Conversation()) {
			conversation.send("{:a} ");
			conversation.step();
			conversation.send(":rest" + endOfLine + ":next" + endOfLine);
			conversation.end("of its ");
			assertThat(conversation.text()).contains("5 characters of its line were dropped").endsWith("\n:next\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[1 2}\n| (println :rest)]\n", "(do [1 2)\n| (println :rest)\n])\n",
			"[1 2} |(println :rest)] (println :rest)\n", "#<x |(println :rest)> (println :rest)\n",
			"(println 1)) |(println :rest)\n" })
	void nothingBehindAnErrorRunsThatIsPartOfTheFormOrOfItsLine(String paste) {
		try (Conversation conversation = new Conversation()) {
			conversation.send(paste.substring(0, paste.indexOf('|')));
			conversation.stepUntil("reading source");
			conversation.send(paste.substring(paste.indexOf('|') + 1));
			conversation.stepUntil("of its ");
			conversation.send(":next\n");
			conversation.end("of its ");
			assertThat(conversation.text()).endsWith("\n:next\n").doesNotContain("\n:rest");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			[#=(clojure.core/+ 1 2) {:a}]        | this form was evaluated, except for what the reader ran itself
			[#java.lang.String["x"] {:a}] :b     | this form was evaluated, except for what the reader ran itself
			[#=(clojure.core/+ 1 2) {:a} (       | this form was evaluated, except for what the reader ran itself
			(read) [#=(clojure.core/+ 1 2) {:a}] | the form that was read from the input was evaluated, except for what
			(read) [#inst "2026-01-01" {:a}] :b  | the form that was read from the input was evaluated, except for what
			(read) [(+ 1 2) {:a}] :b             | the form that was read from the input was evaluated.
			[#nope 1 {:a}] :b                    | this form was evaluated.
			[#inst "2026-01-01" {:a}] :b         | this form was evaluated.
			""")
	void whatTheReaderRanIsNotSaidToHaveNotRun(String broken, String words) {
		try (Conversation conversation = new Conversation()) {
			conversation.send(broken + "\n");
			conversation.end("rror");
			assertThat(conversation.text()).contains("Nothing of " + words);
		}
	}

	@Test
	void whatTheReaderRanForATextIsNotSaidToHaveNotRun() {
		try (Conversation conversation = new Conversation()) {
			assertThat(conversation.evaluate("[#=(clojure.core/+ 1 2) {:a}] 3")).contains(
					"Nothing of this form was evaluated, except for what the reader ran itself (#=, a tag or a constructor)."
							+ " Neither was what stands behind the error (3 characters).");
			assertThat(conversation.evaluate("[#=(clojure.core/+ 1 2) {:a}")).endsWith("a tag or a constructor).\n");
			assertThat(conversation.evaluate("#=(clojure.core/+ 1 2) {:a} 3"))
				.contains("Nothing of this form was evaluated, nor the 2 characters behind the error.");
		}
	}

	@Test
	void endOfTheLineAloneIsNothingToTell() {
		try (Conversation conversation = new Conversation()) {
			conversation.send("{:a}");
			conversation.step();
			String error = conversation.text();
			conversation.send("\n:next\n");
			conversation.end("reading source");
			assertThat(conversation.text()).isEqualTo(error + ":next\n");
		}
	}

	@Test
	void halfACharacterDoesNotKeepTheErrorBack() {
		try (Conversation conversation = new Conversation()) {
			conversation.send("{:a} :x".getBytes(StandardCharsets.UTF_8));
			conversation.send((byte) 0xc3);
			conversation.step();
			assertThat(conversation.text()).contains("3 characters behind the error were dropped");
			conversation.send((byte) 0xa9);
			conversation.send("\n");
			conversation.stepUntil("of its ");
			conversation.send(":next\n");
			conversation.end("of its ");
			assertThat(conversation.text()).contains("1 character of its ").endsWith("\n:next\n");
		}
	}

	@Test
	void largePasteBehindTheErrorIsDroppedWhole() {
		try (Conversation conversation = new Conversation()) {
			conversation.send("{:a}\n" + ":before\n".repeat(40_000));
			conversation.when("reading source", ":answer\n");
			conversation.end("reading source");
			assertThat(conversation.text()).contains("320000 characters behind the error were dropped")
				.endsWith("\n:answer\n")
				.doesNotContain("\n:before");
		}
	}

	/**
	 * A session and its client on one thread.
	 */
	private static final class Conversation implements AutoCloseable, EvaluationListener {

		private final InputPipe pipe = new InputPipe((paused) -> {
		});

		private final StringWriter output = new StringWriter();

		private final Evaluator evaluator;

		private final EvaluationSession session;

		private @Nullable String trigger;

		private String answer = "";

		private String late = "";

		private Conversation() {
			EvaluationLimits limits = new EvaluationLimits(Duration.ofHours(1), Long.MAX_VALUE, Long.MAX_VALUE, 100,
					100, 1 << 20, true);
			this.evaluator = new Evaluator(runtime, limits, List.of(this),
					new Term(Duration.ofHours(1), Clock.systemUTC()));
			EvaluationOrigin origin = new EvaluationOrigin("s1", "test", new OsUserPrincipal("ann", Set.of()),
					Peer.at("here"));
			this.session = this.evaluator.newSession(origin, new PipeReader(this.pipe), OutputStreams.of(new Client()),
					(notice) -> {
					});
		}

		private void when(String trigger, String answer) {
			this.trigger = trigger;
			this.answer = answer;
		}

		private void whenRecorded(String late) {
			this.late = late;
		}

		@Override
		public void intended(EvaluationIntent intent) {
			send(this.late);
			this.late = "";
		}

		private void send(String text) {
			send(text.getBytes(StandardCharsets.UTF_8));
		}

		private void send(byte... bytes) {
			this.pipe.put(ByteBuffer.wrap(bytes));
		}

		private StepResult.Kind step() {
			return this.session.step().result().kind();
		}

		private String evaluate(String code) {
			StringWriter out = new StringWriter();
			StepSettings settings = new StepSettings(StepSettings.Source.NONE, null, Map.of(), null, null,
					(choice, problem) -> {
					}, false, false, new NamedFunctions());
			EvaluationSteps evaluation = this.session
				.evaluate(new EvaluationRequest(code, 1, 1, settings, out, out, out));
			StepResult.Kind kind = evaluation.step().result().kind();
			while (kind != StepResult.Kind.EXIT && kind != StepResult.Kind.ERROR) {
				kind = evaluation.step().result().kind();
			}
			return out.toString();
		}

		private void stepUntil(String text) {
			while (!text().contains(text)) {
				step();
			}
		}

		// the input of a client that goes away is dropped with what is still open
		private void end(String seen) {
			stepUntil(seen);
			this.session.inputEnded();
			this.pipe.end();
			while (step() != StepResult.Kind.EXIT) {
				continue;
			}
		}

		private String text() {
			return this.output.toString();
		}

		@Override
		public void close() {
			this.session.end("The test is over.");
			this.evaluator.close();
		}

		/**
		 * Answers as soon as it sees something.
		 */
		private final class Client extends Writer {

			@Override
			public void write(char[] buffer, int offset, int length) {
				Conversation.this.output.write(buffer, offset, length);
				String trigger = Conversation.this.trigger;
				if (trigger != null && text().contains(trigger)) {
					Conversation.this.trigger = null;
					send(Conversation.this.answer);
				}
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		}

	}

}
