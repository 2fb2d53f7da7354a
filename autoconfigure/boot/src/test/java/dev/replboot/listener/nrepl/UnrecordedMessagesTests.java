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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.testsupport.BreakableSink;
import dev.replboot.testsupport.HitLiteral;
import dev.replboot.testsupport.Hits;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a message may make run: while a required sink can't write, it doesn't run, and
 * leaves no trace outside of the audit log.
 */
class UnrecordedMessagesTests {

	private static final String PRINT = "nrepl.middleware.print/print";

	private static final String CAUGHT = "nrepl.middleware.caught/caught";

	private static final String LOADED = "dev.replboot.testsupport.loaded-";

	private static final String LITERAL = HitLiteral.class.getName();

	private static final String INITIALISED = Initialised.class.getName();

	private static final String SETUP = "(do " + Hits.DEFINITION
			+ " (defn print-hit [_ w & _] (hit 1) (.write w \"v\"))" + " (defn caught-hit [_] (hit 1))"
			+ " (set! *data-readers* (assoc *data-readers* 'own/tag (fn [v] (hit 1) v)))"
			+ " (alter-var-root #'default-data-readers assoc 'root/tag (fn [v] (hit 1) v))"
			+ " (set! *default-data-reader-fn* (fn [t v] (hit 1) v))"
			+ " (deftype Shown [] Object (toString [_] (hit 1) \"shown\"))"
			+ " (def shown (Shown.)) (defmethod print-method Shown [_ ^java.io.Writer w] (hit 1) (.write w \"s\")) nil)";

	// what is sent; those that have an effect when they are recorded
	private static final List<String[]> EFFECTS = List.of(eval("(hit 1)"),
			eval("#=(" + Hits.class.getName() + "/hit 1)"), eval("#" + LITERAL + "[\"x\"]"),
			eval("(comment #" + LITERAL + "[\"x\"]"), eval("#own/tag 1"), eval("#root/tag 1"), eval("#unknown/tag 1"),
			eval("[#own/tag 1 {:a}]"), eval("shown"), eval("#'shown shown"), eval("1", PRINT, "user/print-hit"),
			eval("'sym 1", PRINT, "user/print-hit"), eval("1", PRINT, LOADED + "printer/print-hit"),
			eval("(/ 1 0)", CAUGHT, "user/caught-hit"), eval("{:a}", CAUGHT, "user/caught-hit"),
			eval(")", CAUGHT, "user/caught-hit"), eval("(", CAUGHT, "user/caught-hit"),
			eval("(nope)", CAUGHT, "user/caught-hit"), eval("(/ 1 0)", CAUGHT, LOADED + "caught/caught-hit"),
			eval("(/ 1 0)", CAUGHT, "user/caught-hit", PRINT, "user/print-hit", "nrepl.middleware.caught/print?",
					"true"),
			eval("(/ 1 0)", PRINT, "user/print-hit", "nrepl.middleware.caught/print?", "true"),
			eval("1", PRINT, "user/print-hit", "nrepl.middleware.print/stream?", "true"),
			eval("1", PRINT, "user/print-hit", "nrepl.middleware.print/quota", "5"),
			eval("(hit 1)", "file", "/tmp/x.clj", "line", "3"), eval("(user/hit 1)", "ns", "clojure.core"),
			file("(hit 1)"), file("(ns x.y) (user/hit 1)"), file("#=(" + Hits.class.getName() + "/hit 1)"),
			file("#own/tag 1"), file("1", PRINT, "user/print-hit"), file("1", PRINT, LOADED + "file/print-hit"),
			file("(/ 1 0)", CAUGHT, "user/caught-hit"), file("{:a}", CAUGHT, LOADED + "broken/caught-hit"),
			eval("(def x " + INITIALISED + "/VALUE)"));

	// what has none, recorded or not
	private static final List<String[]> QUERIES = List.of(query("completions", "prefix", INITIALISED + "/"),
			query("completions", "prefix", "VAL", "context", "(" + INITIALISED + "/__prefix__)"),
			query("completions", "prefix", "h", "context", "(hit 1) (__prefix__)"),
			query("completions", "prefix", "h", "context", "#=(user/hit 1) (__prefix__)"),
			query("completions", "prefix", "h", "context", "#own/tag 1 (__prefix__)"),
			query("completions", "prefix", "h", "context", "#" + LITERAL + "[1] (__prefix__)"),
			query("complete", "symbol", INITIALISED + "/"), query("lookup", "sym", INITIALISED + "/VALUE"),
			query("lookup", "sym", INITIALISED), query("info", "symbol", INITIALISED + ".", "ns", "user"),
			query("eldoc", "sym", INITIALISED + "/of"), query("lookup", "sym", LOADED + "never/print-hit"),
			query("lookup", "sym", "hit", "ns", LOADED + "never"), query("completions", "prefix", LOADED + "never/p"),
			query("lookup", "sym", "#=(user/hit 1)"), query("lookup", "sym", "(hit 1)"),
			eval("", PRINT, LOADED + "never/print-hit"), eval("; nothing", CAUGHT, LOADED + "never/caught-hit"),
			eval("#_ x", PRINT, LOADED + "never/print-hit"), eval("1", "ns", LOADED + "never"),
			query("describe", "verbose?", "1"), query("ls-sessions", "x", "y"), query("stdin", "stdin", "(hit 1)\n"),
			query("interrupt", "interrupt-id", "x"), query("nope", "code", "(hit 1)"));

	private static TestRepl repl;

	private static BreakableSink sink;

	private static String[] eval(String code, String... fields) {
		return joined(new String[] { "op", "eval", "code", code }, fields);
	}

	private static String[] file(String text, String... fields) {
		return joined(new String[] { "op", "load-file", "file", text, "file-path", "/tmp/x.clj" }, fields);
	}

	private static String[] query(String op, String... fields) {
		return joined(new String[] { "op", op }, fields);
	}

	private static String[] joined(String[] first, String[] second) {
		List<String> all = new ArrayList<>(List.of(first));
		all.addAll(List.of(second));
		return all.toArray(String[]::new);
	}

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Sinks.class }, "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.audit.required=breakable", "repl.audit.log=false");
		sink = repl.context().getBean(BreakableSink.class);
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@Test
	void whatCannotBeRecordedLeavesNoTrace() {
		SoftAssertions softly = new SoftAssertions();
		try (NreplClient client = NreplClient.login(repl)) {
			String session = session(client);
			for (String[] message : all()) {
				Hits.take();
				sink.breakDown(true);
				List<Map<String, Object>> answers = send(client, session, message);
				sink.breakDown(false);
				softly.assertThat(Hits.take()).as(Arrays.toString(message) + answers).isEmpty();
				softly.assertThat(client.eval(session, "(+ 1 2)")).as(Arrays.toString(message)).containsExactly("3");
			}
		}
		softly.assertAll();
	}

	@Test
	void whatIsRecordedRunsAfterItsIntent() {
		whatCannotBeRecordedLeavesNoTrace();
		SoftAssertions softly = new SoftAssertions();
		try (NreplClient client = NreplClient.login(repl)) {
			String session = session(client);
			for (String[] message : EFFECTS) {
				Hits.take();
				int before = sink.announced().size();
				List<Map<String, Object>> answers = send(client, session, message);
				softly.assertThat(Hits.take()).as(Arrays.toString(message) + answers).isNotEmpty();
				softly.assertThat(sink.announced().size()).as(Arrays.toString(message)).isGreaterThan(before);
			}
			for (String[] message : QUERIES) {
				Hits.take();
				send(client, session, message);
				softly.assertThat(Hits.take()).as(Arrays.toString(message)).isEmpty();
			}
		}
		softly.assertAll();
	}

	private static List<String[]> all() {
		List<String[]> all = new ArrayList<>(EFFECTS);
		all.addAll(QUERIES);
		return all;
	}

	private static String session(NreplClient client) {
		String session = client.newSession();
		assertThat(client.eval(session, SETUP)).containsExactly("nil");
		return session;
	}

	private static List<Map<String, Object>> send(NreplClient client, String session, String[] message) {
		List<Object> fields = new ArrayList<>(List.of("session", session));
		fields.addAll(List.of(message));
		return client.roundTrip(fields.toArray());
	}

	/**
	 * Leaves a hit when it is initialised.
	 */
	public static final class Initialised {

		/**
		 * Something to be completed.
		 */
		public static final Object VALUE = hit();

		private Initialised() {
		}

		public static Object of(Object value) {
			return value;
		}

		private static Object hit() {
			Hits.hit(7);
			return 7;
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
