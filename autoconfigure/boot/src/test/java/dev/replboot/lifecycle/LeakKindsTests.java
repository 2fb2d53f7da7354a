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

package dev.replboot.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.runtime.ClosedRuntime;
import dev.replboot.runtime.unload.RuntimeWatch;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that many kinds of leaks, all in one opening of the REPL, leave the application
 * as it was, or are named. {@code -Dleaks=timer.*} evaluates those of some names alone.
 */
@Tag("optimized")
class LeakKindsTests {

	private static final Pattern FROM = Pattern.compile(" ;from (\\d+)$");

	private static final Pattern HELD = Pattern.compile(" ;held (.+)$");

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static TestRepl repl;

	@BeforeAll
	static void start() {
		repl = TestRepl.closedWith(new Class<?>[] { House.Beans.class }, "repl.limits.callback=1m");
	}

	@AfterAll
	static void stop() {
		repl.close();
	}

	@Test
	void nothingOfAnyKindStays() throws IOException {
		List<Leak> leaks = read("leaks.clj.txt");
		// what is made once for good, such as a pool's threads and connections
		leave(List.of(new Leak("nothing", "(.query (bean 'jdbc) \"select 7\""
				+ " (reify org.springframework.jdbc.core.RowMapper (mapRow [_ rs i] (.getInt rs 1))))")));
		List<String> faults = leave(leaks);
		if (!faults.isEmpty()) {
			List<String> each = new ArrayList<>();
			for (Leak leak : leaks) {
				leave(List.of(leak)).forEach((fault) -> each.add(leak.name() + ": " + fault));
			}
			assertThat(each).as("Together " + faults + ", each alone").isEmpty();
		}
		assertThat(faults).isEmpty();
	}

	@Test
	void whatTheApplicationKeepsIsNamedByThePathThatLeadsToIt() throws IOException {
		List<Leak> leaks = read("kept-leaks.clj.txt").stream()
			.filter((leak) -> HELD.matcher(leak.name()).find())
			.toList();
		for (List<Leak> some : List.of(leaks.subList(0, leaks.size() / 2),
				leaks.subList(leaks.size() / 2, leaks.size()))) {
			String name = evaluate(some, new ArrayList<>());
			assertThat(close()).isEmpty();
			ClosedRuntime staying = awaitEnd(name, true);
			assertThat(staying).isNotNull();
			assertThat(staying.stays()).isTrue();
			for (Leak leak : some) {
				Matcher held = HELD.matcher(leak.name());
				assertThat(held.find()).isTrue();
				assertThat(staying.heldBy()).as(leak.name()).anyMatch((path) -> path.startsWith(held.group(1)));
			}
		}
	}

	@Test
	void whatCannotBeSeenFromInsideIsNamedByTheCommandThatShowsIt() throws IOException {
		List<Leak> leaks = read("kept-leaks.clj.txt").stream()
			.filter((leak) -> leak.name().endsWith(";hidden"))
			.toList();
		assertThat(leaks).isNotEmpty();
		String name = evaluate(leaks, new ArrayList<>());
		assertThat(close()).isEmpty();
		ClosedRuntime staying = awaitEnd(name, true);
		assertThat(staying).isNotNull();
		assertThat(staying.message()).contains("GC.heap_dump", name);
	}

	/**
	 * Evaluate forms between opening and closing.
	 * @param leaks the forms
	 * @return what is wrong afterwards
	 */
	private static List<String> leave(List<Leak> leaks) {
		List<String> faults = new ArrayList<>();
		HouseState before = HouseState.of(repl.context());
		String name = evaluate(leaks, faults);
		faults.addAll(close());
		ClosedRuntime staying = awaitEnd(name, false);
		if (staying != null) {
			faults.add(staying.message() + staying.heldBy());
		}
		faults.addAll(before.changes(repl.context(), faults.isEmpty() ? PATIENCE : Duration.ofSeconds(1)));
		faults.forEach((fault) -> System.out.println(leaks.get(0).name() + ": " + fault));
		return faults;
	}

	private static String evaluate(List<Leak> leaks, List<String> faults) {
		repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
		try (ReplClient client = repl.login()) {
			for (Leak leak : leaks) {
				String answer = client.eval(leak.form().strip().replace("\n", " "));
				if (answer.contains("rror") || answer.contains("stopped")) {
					faults.add(leak.name() + " isn't evaluated: " + answer);
				}
			}
			return client.eval("(.getName (.getClassLoader clojure.lang.RT))").replace("\"", "");
		}
	}

	private static List<String> close() {
		return repl.lifecycle().close(TestPrincipal.ADMIN).leftovers();
	}

	/**
	 * Wait until a closed runtime is gone, or is known to stay.
	 * @param name its name
	 * @param stays whether it is expected to stay; the compiler may hold one that goes
	 * for a while
	 * @return what is known of it, or {@code null} if it is gone
	 */
	private static ClosedRuntime awaitEnd(String name, boolean stays) {
		RuntimeWatch watch = repl.context().getBean(RuntimeWatch.class);
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		ClosedRuntime closed = find(watch, name);
		while (closed != null && !(stays && closed.stays()) && System.nanoTime() - deadline < 0) {
			System.gc();
			LockSupport.parkNanos(50_000_000);
			closed = find(watch, name);
		}
		return closed;
	}

	private static ClosedRuntime find(RuntimeWatch watch, String name) {
		return watch.remaining().stream().filter((closed) -> closed.runtime().equals(name)).findFirst().orElse(null);
	}

	private static List<Leak> read(String resource) throws IOException {
		try (InputStream in = LeakKindsTests.class.getResourceAsStream(resource)) {
			String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
			return Arrays.stream(all.split("(?m)^;;;; "))
				.filter((part) -> !part.isBlank())
				.filter(LeakKindsTests::isForThisVersion)
				.filter((part) -> name(part).matches(System.getProperty("leaks", ".*")))
				.map((part) -> new Leak(name(part), part.substring(part.indexOf('\n') + 1)))
				.toList();
		}
	}

	private static String name(String part) {
		return part.lines().findFirst().orElseThrow().trim();
	}

	private static boolean isForThisVersion(String part) {
		Matcher from = FROM.matcher(name(part));
		return !from.find() || Runtime.version().feature() >= Integer.parseInt(from.group(1));
	}

	/**
	 * A form that leaves something.
	 *
	 * @param name its kind
	 * @param form the form
	 */
	private record Leak(String name, String form) {

	}

}
