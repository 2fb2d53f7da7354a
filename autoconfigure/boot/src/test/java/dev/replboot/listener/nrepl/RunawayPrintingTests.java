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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.testsupport.Hits;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Printing a value or an error runs code that somebody wrote: where it loops, waits,
 * allocates without bound or throws, the evaluation's limits and an interrupt stop it,
 * and the session goes on.
 */
class RunawayPrintingTests {

	private static final String RUNAWAY = "(loop [] (recur))";

	private static final String SLEEP = "(Thread/sleep 600000)";

	private static final String SWALLOW = "(loop [] (try (Thread/sleep 1) (catch Throwable _ nil)) (recur))";

	private static final String ALLOCATE = "(loop [l ()] (recur (cons (byte-array 100000) l)))";

	private static final String RECURSE = "((fn f [n] (inc (f (inc n)))) 1)";

	private static final String THROW = "(throw (IllegalStateException. \"mine\"))";

	private static final String THROW_ERROR = "(throw (Error. \"mine\"))";

	// each throws something else that can't be printed either
	private static final String THROW_WORSE = "(throw (proxy [RuntimeException] [] (getMessage [] (throw (Error.)))))";

	private static final List<String> BEHAVIOURS = List.of(RUNAWAY, SLEEP, SWALLOW, ALLOCATE, RECURSE, THROW,
			THROW_ERROR, THROW_WORSE);

	private static final List<String> FEW = List.of(RUNAWAY, SLEEP, ALLOCATE, THROW_WORSE);

	private static final String BEGUN = "(" + Hits.class.getName() + "/hit 1)";

	private static final List<String> ENDLESS = List.of(RUNAWAY, SLEEP, SWALLOW);

	// where printing runs it; %s is the behaviour
	private static final Map<String, String> PLACES = places();

	private static TestRepl repl;

	private static Map<String, String> places() {
		Map<String, String> places = new LinkedHashMap<>();
		places.put("toString", "(reify Object (toString [_] (str %s)))");
		places.put("toString in a list", "[1 (java.util.ArrayList. [(reify Object (toString [_] (str %s)))])]");
		places.put("hashCode", "(java.util.HashSet. [1 (reify Object (toString [_] (str %s)))])");
		places.put("print-method", "(do (defmethod print-method ::p [_ w] %s) ^{:type ::p} [1])");
		places.put("lazy", "(map (fn [_] %s) [1 2])");
		places.put("deref", "(reify clojure.lang.IDeref (deref [_] %s))");
		places.put("iterator", "(proxy [java.util.AbstractList] [] (size [] 2) (get [i] %s))");
		places.put("getMessage", "(throw (proxy [RuntimeException] [] (getMessage [] (str %s))))");
		places.put("getLocalizedMessage", "(throw (proxy [RuntimeException] [] (getLocalizedMessage [] (str %s))))");
		places.put("exception's toString", "(throw (proxy [RuntimeException] [] (toString [] (str %s))))");
		places.put("getCause", "(throw (proxy [RuntimeException] [] (getCause [] %s)))");
		places.put("getStackTrace", "(throw (proxy [RuntimeException] [] (getStackTrace [] %s)))");
		places.put("ex-data", "(throw (ex-info \"x\" {:a (reify Object (toString [_] (str %s)))}))");
		places.put("getData", "(throw (proxy [RuntimeException clojure.lang.IExceptionInfo] [] (getData [] %s)))");
		places.put("tap", "(do (tap> (reify Object (toString [_] (str %s)))) 1)");
		places.put("exception as a value", "(proxy [RuntimeException] [] (getMessage [] (str %s)))");
		return places;
	}

	@BeforeAll
	static void open() {
		repl = open("1m");
	}

	private static TestRepl open(String time) {
		return TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.prepl.enabled=true",
				"repl.prepl.port=0", "repl.limits.time=" + time, "repl.limits.allocation=64MB", "repl.audit.log=false",
				"repl.limits.sessions=100");
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "socket", "prepl", "nrepl" })
	void interruptAndAllocationStopWhatPrintingRuns(String protocol) {
		SoftAssertions softly = new SoftAssertions();
		int interrupted = 0;
		try (ProtocolSession session = ProtocolSession.of(repl, protocol)) {
			for (Map.Entry<String, String> place : PLACES.entrySet()) {
				for (String behaviour : protocol.equals("socket") ? BEHAVIOURS : FEW) {
					String form = place.getValue().replace("%s", "(do " + BEGUN + " " + behaviour + ")");
					Hits.take();
					String answer = ENDLESS.contains(behaviour) ? session.interrupt(form) : session.eval(form);
					interrupted += answer.contains("nterrupted") ? 1 : 0;
					softly.assertThat(session.eval("(+ 1000000 3)")).as(form + answer).contains("1000003");
				}
			}
		}
		softly.assertAll();
		assertThat(interrupted).as("interrupted").isGreaterThan(PLACES.size());
	}

	@Test
	void timeLimitStopsWhatPrintingRuns() {
		SoftAssertions softly = new SoftAssertions();
		try (TestRepl limited = open("700ms")) {
			for (String protocol : List.of("socket", "prepl", "nrepl")) {
				try (ProtocolSession session = ProtocolSession.of(limited, protocol)) {
					for (String place : List.of("toString", "print-method", "getMessage")) {
						String form = PLACES.get(place).replace("%s", RUNAWAY);
						softly.assertThat(session.eval(form)).as(protocol + form).contains("repl.limits.time");
						// which may take longer than the limit on a busy machine
						Awaitility.await()
							.alias(protocol + form)
							.until(() -> session.eval("(+ 1000000 2)").contains("1000002"));
					}
				}
			}
		}
		softly.assertAll();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nrepl.middleware.print/print", "nrepl.middleware.caught/caught" })
	void whatTheClientNamesIsStopped(String choice) {
		SoftAssertions softly = new SoftAssertions();
		try (NreplClient client = NreplClient.login(repl)) {
			String session = client.newSession();
			for (String behaviour : BEHAVIOURS) {
				client.eval(session, "(defn named [& _] " + BEGUN + " " + behaviour + ")");
				for (String form : List.of("1", "(/ 1 0)", "{:a}")) {
					for (String more : List.of("nrepl.middleware.print/stream?", "nrepl.middleware.caught/print?")) {
						Hits.take();
						String[] id = new String[1];
						Runnable send = () -> id[0] = client.send("op", "eval", "session", session, "code", form,
								choice, "user/named", more, "true");
						if (ENDLESS.contains(behaviour)) {
							ProtocolSession.interruptWhenBegun(repl, "nrepl", send);
						}
						else {
							send.run();
						}
						List<Map<String, Object>> answers = client.readAnswers(id[0], "done");
						softly.assertThat(client.eval(session, "(+ 1 2)"))
							.as(behaviour + form + answers)
							.containsExactly("3");
					}
				}
			}
		}
		softly.assertAll();
	}

}
