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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import clojure.lang.Agent;
import clojure.lang.IDeref;
import clojure.lang.RT;
import clojure.lang.Symbol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.TestRuntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Guards, polls and limits of what a shared runtime loads, however it is loaded.
 */
class SharedLoadingTests {

	// guarded, and harmless if it isn't
	private static final String GUARDED = "(java.util.TimeZone/setDefault (java.util.TimeZone/getDefault))";

	private static final String REFUSAL = "TimeZone/setDefault affects the whole application";

	@TempDir
	private static Path folder;

	private TestRuntime repl;

	@BeforeAll
	static void write() throws IOException {
		Files.createDirectories(folder.resolve("shared"));
		Files.writeString(folder.resolve("shared/guarded.clj"), "(ns shared.guarded)\n\n  " + GUARDED);
		Files.writeString(folder.resolve("shared/endless.clj"), "(ns shared.endless)\n(loop [] (recur))");
		Files.writeString(folder.resolve("shared/spin.cljc"),
				"(ns shared.spin)\n(defn spin [] #?(:clj (while true)))\n(defn zone [] " + GUARDED + ")\n"
						+ "(def pool (java.util.concurrent.Executors/newSingleThreadExecutor))\n"
						+ "(def lazy (delay (java.util.concurrent.Executors/newSingleThreadExecutor)))\n"
						+ "(defn daemon [on] (java.util.Timer. on))\n(def timer (delay (daemon true)))\n(defn later [^Callable f]"
						+ " (.get (.submit ^java.util.concurrent.ExecutorService @lazy f)))");
	}

	@BeforeEach
	void open() {
		this.repl = new TestRuntime(Runtimes.shared(GuardListener.NONE, Duration.ofSeconds(2))
			.load(new RuntimeSetup(SharedLoadingTests.class.getClassLoader(), Map.of(),
					List.of("dev.replboot.runtime.nokit"), List.of(folder))));
	}

	@AfterEach
	void close() {
		this.repl.close();
	}

	@AfterAll
	static void forget() {
		for (String name : List.of("shared.guarded", "shared.endless", "shared.spin")) {
			RT.var("clojure.core", "remove-ns").invoke(Symbol.intern(name));
		}
	}

	@Test
	void whatIsLoadedIsGuarded() {
		refusedForms().forEach((form) -> assertThat(this.repl.eval(form)).as(form).contains(REFUSAL));
		assertThat(this.repl.eval("(compile 'shared.guarded)")).contains("Compiling to class files affects");
		assertThat(this.repl.eval("(clojure.main/main \"-e\" \"1\")")).contains("neither polls nor guards");
		assertThat(this.repl.eval("(.getMessage (try (require 'shared.guarded :reload) (catch Throwable e e)))"))
			.contains("shared/guarded.clj:3:3");
	}

	private static Stream<String> refusedForms() {
		String text = '"' + GUARDED + '"';
		String reader = "(java.io.PushbackReader. (java.io.StringReader. " + text + "))";
		String file = '"' + folder.resolve("shared/guarded.clj").toString() + '"';
		String reflective = "#=(java.util.TimeZone/setDefault nil)";
		return Stream.of("(eval 'X)", "(apply eval ['X])", "(eval '(eval 'X))", "((resolve 'eval) 'X)",
				"(clojure.lang.Compiler/eval 'X)", "(clojure.lang.Compiler/eval 'X false)",
				"(load-string " + text + ")", "(load-reader " + reader + ")",
				"(clojure.lang.Compiler/load " + reader + ")",
				"(clojure.lang.Compiler/load " + reader + " \"a.clj\" \"a.clj\")", "(load-file " + file + ")",
				"(clojure.lang.Compiler/loadFile " + file + ")", "(clojure.main/load-script " + file + ")",
				"(clojure.main/load-script \"@shared/guarded.clj\")", "(require 'shared.guarded :reload)",
				"(use 'shared.guarded :reload-all)", "(load \"/shared/guarded\")",
				"(clojure.lang.RT/load \"shared/guarded\")",
				"(clojure.lang.RT/loadResourceScript \"shared/guarded.clj\")",
				"(let [zone (identity java.util.TimeZone)] (clojure.lang.Reflector/invokeStaticMethod zone"
						+ " \"setDefault\" (object-array [nil])))",
				"(.invoke (.getMethod java.util.TimeZone \"setDefault\" (into-array [java.util.TimeZone])) nil"
						+ " (object-array [nil]))",
				"(let [m (identity (.getMethod java.util.TimeZone \"setDefault\" (into-array [java.util.TimeZone])))]"
						+ " (.invoke m nil (object-array [nil])))",
				"(do (defmacro bye [] X) (bye))", "(do (defmacro bye [] (eval 'X)) (bye))", "@(future X)",
				"@(future (eval 'X))", "(first (pmap eval ['X]))", "(first (pmap (fn [_] X) [1]))",
				"(let [p (promise) a (agent 0 :error-handler (fn [_ e] (deliver p e)))] (send a (fn [_] (eval 'X)))"
						+ " (throw (deref p 60000 nil)))",
				"(let [p (promise)] (.start (Thread. (fn [] (deliver p (try (eval 'X) (catch Throwable e e))))))"
						+ " (throw (deref p 60000 nil)))",
				reflective, "(read-string \"" + reflective + "\")", "#=(clojure.lang.Compiler/eval X)",
				"#=(clojure.core/eval X)",
				"(binding [*data-readers* {'x/y (eval '(fn [_] X))}] (read-string \"#x/y 1\"))",
				"(load-string \"(eval 'X)\")", "(eval '(load-string " + text + "))",
				"(do (require 'shared.spin :reload) ((resolve 'shared.spin/zone)))", "(def bye X)",
				"(def bye \"A text.\" (do X))", "(def bye [1 {:a X}])", "(def ^{:a X} bye 1)", "(defonce first-bye X)",
				"(def bye (let [zone (identity java.util.TimeZone)] (eval 'X)))")
			.map((form) -> form.replace("X", GUARDED));
	}

	@Test
	void definitionsAreWhatClojureMakesOfThem() {
		assertThat(this.repl.eval("(do (def ^{:doc (str \"a\" \"b\")} computed [1 (inc 1) 'c (quote (d))])"
				+ " [computed (:doc (meta #'computed))])"))
			.isEqualTo("[[1 2 c (d)] \"ab\"]");
		assertThat(this.repl.eval("(do (def itself (let [x 1] (fn [] [x (fn? itself)]))) (itself))"))
			.isEqualTo("[1 true]");
		assertThat(this.repl.eval("(do (def named (fn [x] x)) (re-find #\"user\\$named\" (str (class named))))"))
			.isEqualTo("\"user$named\"");
		assertThat(this.repl.eval("(let [o (Object.)] (eval (list 'def 'kept o)) (identical? o @(resolve 'kept)))"))
			.isEqualTo("true");
		assertThat(this.repl.eval("(do (def unbound) (def empty-one ()) [(bound? #'unbound) empty-one])"))
			.isEqualTo("[false ()]");
		assertThat(this.repl.eval("(do (defn default-one [x] (* 2 x)) (default-one 2))")).isEqualTo("4");
	}

	@Test
	void whatIsReadAsDataIsLeftAsItIs() {
		assertThat(this.repl.eval("(binding [*data-readers* {'x/y identity}]"
				+ " (read-string \"#x/y (clojure.lang.Compiler/eval (System/exit 0))\"))"))
			.isEqualTo("(clojure.lang.Compiler/eval (System/exit 0))");
	}

	static Stream<String> endlessForms() {
		return Stream.of("(eval '(loop [] (recur)))", "(load-string \"(while true)\")",
				"(require 'shared.endless :reload)", "(load-file \"FOLDER/shared/endless.clj\")",
				"(do (require 'shared.spin :reload) ((resolve 'shared.spin/spin)))", "@(future (while true))",
				"(let [a (agent 0)] (send-off a (fn [_] (eval '(while true)))) (await a))",
				"(load-string \"@(future (eval '(loop [] (recur))))\")");
	}

	@ParameterizedTest
	@MethodSource("endlessForms")
	void whatIsLoadedIsStopped(String form) {
		TestRuntime.Running running = this.repl.start(form.replace("FOLDER", folder.toString()));
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> running.output.get(100, TimeUnit.MILLISECONDS));
		assertThat(running.stop()).isNotNegative();
	}

	@Test
	void nothingThatIsLoadedOutlivesClosing() {
		List<String> forms = List.of("(do (future (eval '(while true))) 1)",
				"(do (require 'shared.spin :reload) (future ((resolve 'shared.spin/spin))) 1)",
				"(do (send-off (agent 0) (fn [_] (load-string \"(while true)\"))) 1)");
		for (String form : forms) {
			assertThat(this.repl.eval(form)).isEqualTo("1");
		}
		assertThat(this.repl.unload().leftovers()).isEmpty();
		assertThat(Thread.getAllStackTraces().values())
			.noneMatch((frames) -> Stream.of(frames).anyMatch((frame) -> frame.getClassName().contains("shared.spin")));
	}

	@Test
	void whatTheApplicationRunsIsItsOwnAgain() throws Exception {
		assertThat(RT.var("clojure.core", "eval").invoke(RT.readString("(+ 1 2)"))).isEqualTo(3L);
		assertThat(this.repl.eval("(require 'shared.spin :reload)")).isEqualTo("nil");
		TimeZone.setDefault(TimeZone.getDefault());
		// a thread of the application's
		RT.var("shared.spin", "zone").invoke();
		this.repl.eval("(do (defn typed [] " + GUARDED + ") 1)");
		this.repl.close();
		RT.var("user", "typed").invoke();
		assertThat(((ExecutorService) RT.var("shared.spin", "pool").deref()).isShutdown()).isFalse();
		for (String name : List.of("eval", "load", "load-string", "load-reader", "load-file")) {
			assertThat(RT.var("clojure.core", name).getRawRoot().getClass().getName()).startsWith("clojure.");
		}
		assertThat(Agent.soloExecutor.getClass().getName()).startsWith("java.util.concurrent.");
		((ExecutorService) RT.var("shared.spin", "pool").deref()).shutdown();
	}

	// as core.async makes its pools: at first use, whoever uses it first
	@Test
	void whatANamespaceMakesAtItsFirstUseIsTheApplications() throws Exception {
		this.repl.eval("(require 'shared.spin :reload)");
		assertThat(this.repl.eval("(shared.spin/later (fn [] 1))")).isEqualTo("1");
		assertThat(this.repl.eval("(do @shared.spin/timer 1)")).isEqualTo("1");
		TestRuntime.Running running = this.repl.start("(shared.spin/later (fn [] (while true)))");
		assertThat(running.stop()).isNotNegative();
		this.repl.eval("(def own (java.util.concurrent.Executors/newSingleThreadExecutor))");
		assertThat(this.repl.unload().leftovers()).containsExactly(
				"The application keeps the executor that a function of shared.spin has made.",
				"The application keeps the timer that a function of shared.spin has made.");
		Callable<Integer> five = () -> 5;
		assertThat(RT.var("shared.spin", "later").invoke(five)).isEqualTo(5);
		((Timer) ((IDeref) RT.var("shared.spin", "timer").deref()).deref()).schedule(new TimerTask() {

			@Override
			public void run() {
				cancel();
			}

		}, 0);
		assertThat(((ExecutorService) RT.var("user", "own").deref()).isShutdown()).as("what somebody typed").isTrue();
		((ExecutorService) ((IDeref) RT.var("shared.spin", "lazy").deref()).deref()).shutdown();
	}

	@Test
	void whatANamespaceHasEndedItselfIsNoLeftover() {
		this.repl.eval("(require 'shared.spin :reload)");
		assertThat(this.repl.eval("(do (.shutdown ^java.util.concurrent.ExecutorService @shared.spin/lazy)"
				+ " (.cancel ^java.util.Timer @shared.spin/timer) 1)"))
			.isEqualTo("1");
		assertThat(this.repl.unload().leftovers()).isEmpty();
	}

	@Test
	void refusalOfWhatTheReaderRunsNamesTheLineOfTheForm() {
		String form = "(do\n (inc 1)\n (read-string \"#=(java.util.TimeZone/setDefault nil)\"))";
		assertThat(this.repl.eval(form)).contains(REFUSAL).containsPattern("at user/eval\\d+ \\(REPL:3\\)\\.");
	}

	@Test
	void linesColumnsAndFilesAreThoseOfTheSender() {
		assertThat(this.repl.eval("(do\n  (defn placed [x] (/ x 0))\n (select-keys (meta #'placed) [:line :column]))"))
			.isEqualTo("{:line 2, :column 3}");
		assertThat(this.repl.eval("(do (load-file \"" + folder.resolve("shared/spin.cljc")
				+ "\") (select-keys (meta (resolve 'shared.spin/spin)) [:line :column :file]))"))
			.isEqualTo("{:line 2, :column 1, :file \"" + folder.resolve("shared/spin.cljc") + "\"}");
		assertThat(this.repl.eval("(do (require 'shared.spin :reload)"
				+ " (select-keys (meta (resolve 'shared.spin/zone)) [:line :column :file]))"))
			.isEqualTo("{:line 3, :column 1, :file \"shared/spin.cljc\"}");
	}

}
