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

import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Year;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import clojure.lang.IDeref;
import clojure.lang.LispReader;
import clojure.lang.MultiFn;
import clojure.lang.RT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.TestRuntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SharedRuntime}.
 */
@Tag("optimized")
class SharedRuntimeTests {

	private TestRuntime repl;

	@BeforeEach
	void open() {
		this.repl = new TestRuntime(Runtimes.shared(GuardListener.NONE, Duration.ofSeconds(2))
			.load(new RuntimeSetup(SharedRuntimeTests.class.getClassLoader(), Map.of(),
					List.of("dev.replboot.runtime.nokit"), List.of())));
	}

	@AfterEach
	void close() {
		this.repl.close();
	}

	@Test
	void evaluates() {
		assertThat(this.repl.eval("(do (defn twice [x] (* 2 x)) (map twice [1 2]))")).isEqualTo("(2 4)");
		assertThat(this.repl.eval("(defrecord Point [x y])")).isEqualTo("user.Point");
		assertThat(this.repl.eval("(when-let [x 1] (let [f #(+ % x)] (f 1)))")).isEqualTo("2");
		assertThat(this.repl.runtime().notice()).contains("repl.runtime=shared");
	}

	@Test
	void redefinesWhatTheApplicationRuns() {
		this.repl.eval("(do (create-ns 'the.app) (intern 'the.app 'price (fn [] 1)))");
		assertThat(RT.var("the.app", "price").invoke()).isEqualTo(1L);
		this.repl.eval("(intern 'the.app 'price (fn [] 2))");
		this.repl.close();
		assertThat(RT.var("the.app", "price").invoke()).isEqualTo(2L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "(while true)", "((fn f [n] (loop [] (recur))) 1)", "(Thread/sleep 1000000)",
			"(loop [] (try (Thread/sleep 1) (catch Throwable _ nil)) (recur))",
			"(do (defn spin [] (while true)) (spin))", "(.get (java.util.concurrent.CompletableFuture/supplyAsync"
					+ " (reify java.util.function.Supplier (get [_] (while true)))))" })
	void stopsWhatWasCompiledInTheRepl(String form) {
		TestRuntime.Running running = this.repl.start(form);
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> running.output.get(100, TimeUnit.MILLISECONDS));
		assertThat(running.stop()).isNotNegative();
	}

	// what is stopped is a call of the application's that reacts to an interrupt alone
	@ParameterizedTest
	@ValueSource(strings = { "(do (.spin (dev.replboot.runtime.Spinner.)) :value)",
			"(let [s (dev.replboot.runtime.Spinner.)] (.spin s) [:value])" })
	void whatIsStoppedGivesNoValue(String form) throws Exception {
		TestRuntime.Running running = this.repl.start(form);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> running.output.get(1, TimeUnit.SECONDS));
		assertThat(running.stop()).isNotNegative();
		assertThat(running.output.get()).doesNotContain("value");
	}

	@Test
	void valuesThatAreReadAreConstantsOfWhatIsCompiled() {
		assertThat(this.repl.eval("(do (defn day [] #time/local-date \"2026-01-01\") (day))"))
			.isEqualTo("#time/local-date \"2026-01-01\"");
		assertThat(this.repl.eval("(let [a [#time/duration \"PT1S\" {:a #java/optional 1} #java/uri \"http://a\"]] a)"))
			.isEqualTo("[#time/duration \"PT1S\" {:a #java/optional 1} #java/uri \"http://a\"]");
		assertThat(this.repl.eval("'[#sql/date \"2026-07-30\" #java/path \"a\"]"))
			.isEqualTo("[#sql/date \"2026-07-30\" #java/path \"a\"]");
		assertThat(this.repl.eval("(:form '#jpa/entity [acme.Order {:id 7, :at #time/year \"2026\"}])"))
			.isEqualTo("[acme.Order {:id 7, :at #time/year \"2026\"}]");
		this.repl.eval("(intern 'user 'kept (fn [] #time/year \"2026\"))");
		this.repl.close();
		assertThat(RT.var("user", "kept").invoke()).isEqualTo(Year.of(2026));
	}

	@Test
	void closingGivesClojureItsOwnFunctionsBack() {
		List<Object> open = roots();
		TestRuntime other = new TestRuntime(Runtimes.shared(GuardListener.NONE, Duration.ofSeconds(2))
			.load(new RuntimeSetup(SharedRuntimeTests.class.getClassLoader(), Map.of(), List.of(), List.of())));
		assertThat(roots()).isEqualTo(open);
		this.repl.close();
		// whoever is still there goes on
		assertThat(roots()).isEqualTo(open);
		assertThat(other.eval("#time/year \"2026\"")).isEqualTo("#time/year \"2026\"");
		other.close();
		assertThat(roots()).noneMatch((root) -> root.getClass().getName().startsWith("dev.replboot"));
		// and once more
		open();
		assertThat(this.repl.eval("(do (tap> 1) #time/year \"2026\")")).isEqualTo("#time/year \"2026\"");
	}

	private static List<Object> roots() {
		MultiFn printDup = (MultiFn) RT.var("clojure.core", "print-dup").getRawRoot();
		List<Object> roots = new ArrayList<>(List.of(RT.var("clojure.core", "tap>").getRawRoot()));
		roots.addAll((Set<?>) ((IDeref) RT.var("clojure.core", "tapset").getRawRoot()).deref());
		roots.addAll(((Map<?, ?>) printDup.getMethodTable()).values());
		for (String name : List.of("dispatchMacros", "ctorReader")) {
			try {
				Field field = LispReader.class.getDeclaredField(name);
				field.setAccessible(true);
				Object value = field.get(null);
				roots.addAll((value instanceof Object[] all) ? Arrays.stream(all).filter(Objects::nonNull).toList()
						: List.of(value));
			}
			catch (ReflectiveOperationException ex) {
				throw new AssertionError(ex);
			}
		}
		return roots;
	}

	@Test
	void guardsWhatIsTyped() {
		assertThat(this.repl.eval("(System/exit 1)")).contains("really!");
	}

}
