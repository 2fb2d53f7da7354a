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

package dev.replboot.twin.console;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;

import dev.replboot.access.Peer;
import dev.replboot.eval.EvaluationRequest;
import dev.replboot.listener.ReplListener;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionControl;
import dev.replboot.session.SessionRegistry;
import dev.replboot.testsupport.BrokenForms;
import dev.replboot.testsupport.FormOracle;
import dev.replboot.testsupport.HandedServices;
import dev.replboot.testsupport.Hits;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Types what can't be read on a terminal whose lines are edited.
 */
class TerminalBrokenFormsTests {

	private static final long SEED = Long.getLong("broken.seed", 19);

	private static final int FORMS = Integer.getInteger("broken.forms", 18_000) / 90;

	// as Ctrl-C, but in its turn among what is typed
	private static final String GIVE_UP = "\u0007";

	@Test
	void nothingOfAFormThatCannotBeReadRunsNorWhatStandsBehindIt() throws Exception {
		BrokenForms forms = new BrokenForms(SEED);
		Map<String, String> failures = new LinkedHashMap<>();
		int refused = 0;
		try (FormOracle oracle = new FormOracle();
				TestRepl repl = TestRepl.with(new Class<?>[] { HandedServices.Configured.class },
						"repl.audit.log=false", "repl.limits.allocation=2GB");
				Typist typist = new Typist(repl)) {
			typist.type(Hits.DEFINITION);
			for (int i = 0; i < FORMS; i++) {
				// Enter would begin another text
				String text = forms.next((candidate) -> oracle.isReadable(candidate, true)).replace('\n', ' ').strip();
				boolean complete = EvaluationRequest.isComplete(text);
				FormOracle.Answer expected = oracle.run(text, true, false);
				Hits.take();
				typist.type(complete ? text : text + "\r" + GIVE_UP);
				List<Long> hits = Hits.take();
				refused += (expected.refused() != null) ? 1 : 0;
				if (!hits.equals(complete ? expected.hits() : List.of())) {
					failures.put(text, expected + ", but " + hits);
				}
			}
		}
		assertThat(failures).as("broken.seed=" + SEED).isEmpty();
		assertThat(refused).as("refused by the reader").isGreaterThan(FORMS * 3 / 4);
	}

	/**
	 * A session whose terminal is typed on.
	 */
	private static final class Typist implements AutoCloseable, SessionControl {

		private static final Duration PATIENCE = Duration.ofSeconds(60);

		private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

		private final LineDisciplineTerminal terminal;

		private final FutureTask<Boolean> running;

		private int sentinels;

		private Typist(TestRepl repl) throws Exception {
			this.terminal = new LineDisciplineTerminal("test", "xterm", this.screen, StandardCharsets.UTF_8);
			this.terminal.setSize(Size.of(10_000, 100));
			ReplListener.Services services = repl.context().getBean(HandedServices.class).services();
			TerminalDialogue dialogue = TerminalDialogue.on(this.terminal, null);
			ReplSession session = services.sessions()
				.start(new SessionRegistry.Request(TestPrincipal.ADMIN, "twin", Peer.at("the test"), dialogue.input(),
						dialogue.console(), this), services.evaluator());
			this.running = new FutureTask<>(() -> {
				try (dialogue) {
					return dialogue.run(session.evaluations());
				}
				finally {
					services.sessions().ended(session);
				}
			});
			Thread thread = new Thread(this.running, "terminal-test");
			thread.setDaemon(true);
			thread.start();
			Awaitility.await().atMost(PATIENCE).until(() -> shown().contains("user=> "));
		}

		private String shown() {
			return this.screen.toString(StandardCharsets.UTF_8);
		}

		private void type(String text) throws Exception {
			this.screen.reset();
			send(text + "\r");
			String sentinel = String.valueOf(10_000_000 + ++this.sentinels);
			send("(+ 10000000 " + this.sentinels + ")\r");
			Awaitility.await()
				.alias(text)
				.atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(1))
				.until(() -> shown().contains(sentinel) || this.running.isDone());
			assertThat(this.running).as(text + shown()).isNotDone();
		}

		private void send(String text) throws Exception {
			this.terminal.processInputBytes(text.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public void notice(String sentence) {
			// nobody reads it
		}

		@Override
		public void end(String sentence) {
			// its end is typed
		}

		@Override
		public void close() throws Exception {
			send(GIVE_UP + ":repl/quit\r");
			this.running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}

	}

}
