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

package dev.replboot.runtime.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.GenericApplicationContext;

import dev.replboot.runtime.Spinner;
import dev.replboot.runtime.TestBeans;
import dev.replboot.runtime.TestRuntime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whatever is typed can be stopped.
 */
@Tag("leaves-threads-spinning")
class RunawayFormsTests {

	/**
	 * What cannot be stopped, and why.
	 */
	private static final Map<String, String> UNSTOPPABLE = Map.of("locking-held",
			"waits for a monitor that a thread of the application holds: no interrupt ends that", "stream-pure-jdk",
			"a loop inside of the JDK that calls nobody back", "bigint-pow",
			"one call into the JDK that computes for minutes", "regex-scanner",
			"the scanner copies its input out of our sight", "fifo-open",
			"opens a pipe that nobody writes to: no interrupt ends that call of the operating system");

	/**
	 * What starts something and returns.
	 */
	private static final Set<String> RETURNS = Set.of("future-detached", "thread-many");

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private static final Duration START = Duration.ofSeconds(60);

	// how long to look whether a form returns
	private static final Duration LOOK = Duration.ofMillis(100);

	private static final int TRIES = 3;

	private static GenericApplicationContext context;

	private static TestRuntime repl;

	@BeforeAll
	static void open() {
		context = TestBeans.context();
		repl = TestBeans.repl(context);
		assertThat(repl.eval("(do (require '[clojure.core.async] '[clojure.data.json] '[clojure.tools.reader]"
				+ " '[clojure.core.reducers] '[clojure.spec.alpha] '[clojure.pprint] '[clojure.walk] '[clojure.xml])"
				+ " (java.net.http.HttpClient/newHttpClient) (.queryForList (bean \"jdbcTemplate\") \"select 1\"))"))
			.contains("1");
	}

	// The process ends with this class, so the runtime stays open: to close it beside
	// threads that can't be stopped keeps the processors busy for a minute.
	@AfterAll
	static void close() {
		Spinner.released = true;
		context.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void formIsStopped(String name, String form) throws Exception {
		boolean stoppable = !UNSTOPPABLE.containsKey(name);
		TestRuntime.Running running = run(name, form, LOOK);
		double millis = running.stop(LIMIT);
		for (int i = 1; i <= TRIES && (millis >= 0) != stoppable; i++) {
			// a machine that was busy with something else gets another try, and more
			// time: a form that can't be stopped fails that too, and one that was stopped
			// before it came to what can't be stopped comes to it
			Duration more = LIMIT.multipliedBy(1L << i);
			running = run(name, form, stoppable ? LOOK : more);
			millis = running.stop(stoppable ? more : LIMIT);
		}
		if (!stoppable) {
			assertThat(millis).as("No longer unstoppable").isNegative();
			return;
		}
		TestRuntime.Running last = running;
		assertThat(millis).as(() -> "Still runs: " + stacks(last)).isNotNegative();
	}

	private static TestRuntime.Running run(String name, String form, Duration look) throws Exception {
		TestRuntime.Running running = repl.start(form);
		if (RETURNS.contains(name)) {
			running.output.get(START.toMillis(), TimeUnit.MILLISECONDS);
		}
		else {
			assertThat(isRunaway(running, look)).as(() -> "Returned: " + running.output.join()).isTrue();
		}
		return running;
	}

	private static boolean isRunaway(TestRuntime.Running running, Duration look) throws Exception {
		try {
			running.output.get(look.toMillis(), TimeUnit.MILLISECONDS);
			return false;
		}
		catch (TimeoutException ex) {
			return true;
		}
	}

	private static String stacks(TestRuntime.Running running) {
		StringBuilder stacks = new StringBuilder();
		for (Thread thread : running.scope.threads()) {
			stacks.append(thread);
			Arrays.stream(thread.getStackTrace()).limit(15).forEach((frame) -> stacks.append("\n\t").append(frame));
		}
		return stacks.toString();
	}

	static Stream<Arguments> formIsStopped() throws IOException {
		try (InputStream in = RunawayFormsTests.class.getResourceAsStream("/dev/replboot/runtime/runaway.clj.txt")) {
			String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
			return Arrays.stream(all.split("(?m)^### ")).filter((part) -> !part.isBlank()).map((part) -> {
				int end = part.indexOf('\n');
				return Arguments.of(part.substring(0, end), part.substring(end + 1));
			})
				// What goes on running slows down all that follows.
				.sorted(Comparator.comparing((form) -> UNSTOPPABLE.containsKey(form.get()[0])));
		}
	}

}
