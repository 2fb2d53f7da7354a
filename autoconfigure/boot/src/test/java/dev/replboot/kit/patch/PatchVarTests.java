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

package dev.replboot.kit.patch;

import java.util.Map;

import clojure.java.api.Clojure;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Patches functions of the application's own Clojure.
 */
@NullUnmarked
class PatchVarTests {

	private static final String DEFINE = "(do (create-ns 'acme.shop) (intern 'acme.shop 'price (fn [x] (* 2 x))) :ok)";

	@Test
	void aVarIsPatchedAndPutBack() {
		try (TestRepl repl = TestRepl.open("repl.runtime=shared"); ReplClient client = repl.login()) {
			assertThat(client.eval(DEFINE)).isEqualTo(":ok");
			assertThat(price()).isEqualTo(6L);
			assertThat(client.eval("(:id (patch-var! (resolve 'acme.shop/price) (fn [original x] (+ 100 (original x)))"
					+ " {:reason \"INC-42\"}))"))
				.isEqualTo("\"p1\"");
			assertThat(price()).isEqualTo(106L);
			assertThat(client.eval("(map (juxt :class :method :calls :reason) (patches))"))
				.isEqualTo("([\"acme.shop\" \"price\" 1 \"INC-42\"])");
			assertThat(client.eval("(patch-var! (resolve 'acme.shop/price) (fn [& _] 1))"))
				.contains("is patched already");
			assertThat(client.eval("(revert! \"p1\")")).isEqualTo("true");
			assertThat(price()).isEqualTo(6L);
			assertThat(client.eval("(patch-var! (resolve 'clojure.core/*out*) (fn [& _] 1))")).contains("Give a var");
		}
	}

	@Test
	void functionsOfTheReplAreRefusedButNotThoseOfANamespaceWithANameLikeOurs() {
		try (TestRepl repl = TestRepl.open("repl.runtime=shared"); ReplClient client = repl.login()) {
			assertThat(client.eval("(patch-var! (resolve 'repl.kit.beans/env) (fn [& _] 1))"))
				.contains("belongs to the REPL itself");
			assertThat(client.eval(DEFINE.replace("acme.shop", "repl.core"))).isEqualTo(":ok");
			assertThat(client.eval("(:class (patch-var! (resolve 'repl.core/price) (fn [& _] 1)))"))
				.isEqualTo("\"repl.core\"");
		}
		Clojure.var("clojure.core", "remove-ns").invoke(Clojure.read("repl.core"));
	}

	@Test
	void itEndsWithItsSessionAndIsGivenUp() {
		try (TestRepl repl = TestRepl.open("repl.runtime=shared")) {
			try (ReplClient client = repl.login()) {
				client.eval(DEFINE);
				client.eval("(do (patch-var! (resolve 'acme.shop/price)"
						+ " (fn [& _] (throw (IllegalStateException. \"mine\"))) {:max-errors 0}) :ok)");
				assertThat(price()).isEqualTo(6L);
				Awaitility.await().until(() -> client.eval("(patches)").endsWith("[]"));
				client.eval("(do (patch-var! (resolve 'acme.shop/price) (fn [& _] 1)) :ok)");
				assertThat(price()).isEqualTo(1L);
			}
			Awaitility.await().until(() -> price().equals(6L));
		}
	}

	@Test
	void whatTakesTooLongIsEnded() {
		try (TestRepl repl = TestRepl.open("repl.runtime=shared", "repl.limits.callback=300ms");
				ReplClient client = repl.login()) {
			client.eval(DEFINE);
			client.eval("(do (patch-var! (resolve 'acme.shop/price) (fn [original x] (while true))) :ok)");
			assertThat(price()).isEqualTo(6L);
			assertThat(client.eval("((juxt :errors :last-error) (first (patches)))")).contains("[1 ",
					"repl.limits.callback");
			client.eval("(revert-all!)");
			client.eval(
					"(do (patch-var! (resolve 'acme.shop/price) (fn [original x] (original (inc x)) (while true))) :ok)");
			assertThat(price()).isEqualTo(8L);
		}
	}

	@Test
	void whatTheOriginalThrowsDoesntCount() {
		try (TestRepl repl = TestRepl.open("repl.runtime=shared"); ReplClient client = repl.login()) {
			client.eval(DEFINE);
			client.eval("(do (patch-var! (resolve 'acme.shop/price) (fn [original x] (original :none))) :ok)");
			assertThatExceptionOfType(ClassCastException.class).isThrownBy(PatchVarTests::price);
			assertThat(client.eval("(map (juxt :calls :errors) (patches))")).isEqualTo("([1 0])");
			assertThat(client.eval("(map (juxt :calls :overwritten) (revert-all!))")).isEqualTo("([1 nil])");
			assertThat(price()).isEqualTo(6L);
		}
	}

	@Test
	void whatSomebodyHasRedefinedMeanwhileIsLeft() {
		try (TestRepl repl = TestRepl.open("repl.runtime=shared"); ReplClient client = repl.login()) {
			client.eval(DEFINE);
			client.eval("(do (patch-var! (resolve 'acme.shop/price) (fn [& _] 1)) :ok)");
			client.eval("(do (intern 'acme.shop 'price (fn [x] 7)) :ok)");
			client.eval("(revert-all!)");
			assertThat(price()).isEqualTo(7L);
		}
	}

	@Test
	void whatADefinitionHasOverwrittenIsShownAndMakesRoom() {
		try (TestRepl repl = TestRepl.open("repl.runtime=shared"); ReplClient client = repl.login()) {
			client.eval(DEFINE);
			client.eval("(do (patch-var! (resolve 'acme.shop/price) (fn [& _] 1)) :ok)");
			assertThat(client.eval("(map :overwritten (patches))")).isEqualTo("(nil)");
			client.eval("(do (intern 'acme.shop 'price (fn [x] 7)) :ok)");
			assertThat(client.eval("(map (juxt :method :overwritten) (patches))")).isEqualTo("([\"price\" true])");
			assertThat(
					client.eval("(:id (patch-var! (resolve 'acme.shop/price) (fn [original x] (inc (original x)))))"))
				.startsWith("\"p");
			assertThat(price()).isEqualTo(8L);
			assertThat(client.eval("(map :overwritten (patches))")).isEqualTo("(nil)");
			client.eval("(revert-all!)");
			assertThat(price()).isEqualTo(7L);
			assertRefusals(client);
		}
	}

	private static void assertRefusals(ReplClient client) {
		client
			.eval("(do (in-ns 'acme.kinds) (clojure.core/refer 'clojure.core) (defmulti area :kind) (defmacro twice [x] [x x])"
					+ " (defprotocol Priced (cost [this])) (def vat 19) (def rates {:a 1}) (defn ^long half [^long x] (quot x 2))"
					+ " (definline third [x] `(quot ~x 3)) (defn whole [x] x) (declare later) (in-ns 'user) :ok)");
		Map<String, String> refusals = Map.of("acme.kinds/area", "is a multimethod", "acme.kinds/twice", "is a macro",
				"acme.kinds/cost", "is a function of a protocol", "acme.kinds/vat", "has no function",
				"acme.kinds/rates", "has no function", "acme.kinds/half", "primitive", "acme.kinds/third", "inlined",
				"acme.kinds/later", "has no function", "clojure.core/inc", "Clojure's own", "clojure.string/join",
				"Clojure's own");
		refusals.forEach((name,
				sentence) -> assertThat(
						client.eval("(patch-var! (do (require 'clojure.string) (resolve '" + name + ")) (fn [& _] 1))"))
					.as(name)
					.contains("#'" + name, sentence));
		assertThat(client.eval("(patch-var! (resolve 'acme.kinds/whole) 7)")).contains("isn't a function");
		assertThat(client.eval("(patch-var! 'acme.kinds/whole (fn [& _] 1))")).contains("Give a var");
		assertThat(client.eval("(patches)")).endsWith("[]");
		client.eval("(do (remove-ns 'acme.kinds) :ok)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			(fn [a b] a)             | (fn [] 1)                         | takes 2 arguments
			(fn [a b] a)             | (fn [original a] 1)               | takes 2 arguments
			(fn [a b] a)             | (fn [original a b c & more] 1)    | takes 2 arguments
			(fn [a b] a)             | (var acme.arity/none)             | takes 2 arguments
			(fn ([a] a) ([a b] a))   | (fn [original a b] 1)             | takes 1 or 2 arguments
			(fn [a & more] a)        | (fn [original] 1)                 | takes 1 or more arguments
			(fn ([] 1) ([a b & c] a)) | (fn [original a] 1)              | takes 0 or 2 or more arguments
			(fn [a b] a)             | (fn [original a b] 1)             |
			(fn [a b] a)             | (fn [original & args] 1)          |
			(fn [a b] a)             | (constantly 1)                    |
			(fn [a b] a)             | (with-meta (fn [original a b] 1) {:a 1}) |
			(fn ([a] a) ([a b] a))   | (fn ([original a] 1) ([original a b] 2)) |
			(fn [a & more] a)        | (fn [original a] 1)               |
			(memoize (fn [a b] a))   | (fn [original a b] 1)             |
			(partial str)            | (fn [original a b] 1)             |
			""")
	void aFunctionThatCannotTakeTheCallsOfTheOriginalIsRefused(String original, String patch, String sentence) {
		try (TestRepl repl = TestRepl.open("repl.runtime=shared"); ReplClient client = repl.login()) {
			// what the metadata says is no proof
			client.eval("(do (create-ns 'acme.arity) (intern 'acme.arity 'none (fn [] 1)) (intern 'acme.arity"
					+ " (with-meta 'f {:arglists '([x y z])}) " + original + ") :ok)");
			String answer = client.eval("(:method (patch-var! (resolve 'acme.arity/f) " + patch + "))");
			if (sentence != null) {
				assertThat(answer).contains("#'acme.arity/f " + sentence, "(fn [original & args] …)");
				assertThat(client.eval("(patches)")).isEqualTo("[]");
			}
			else {
				assertThat(answer).isEqualTo("\"f\"");
			}
			client.eval("(do (revert-all!) (remove-ns 'acme.arity) :ok)");
		}
	}

	@Test
	void inAClojureOfItsOwnItIsRefused() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(patch-var! #'clojure.core/inc (fn [& _] 1))")).contains("repl.runtime=shared");
		}
	}

	private static Object price() {
		return Clojure.var("acme.shop", "price").invoke(3L);
	}

}
