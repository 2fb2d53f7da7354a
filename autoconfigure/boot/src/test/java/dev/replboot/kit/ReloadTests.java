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

package dev.replboot.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import clojure.lang.IFn;
import clojure.lang.Keyword;
import clojure.lang.RT;
import clojure.lang.Symbol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of loading sources from a checkout.
 */
class ReloadTests {

	private static final List<String> NAMESPACES = List.of("types", "desk", "gone");

	@TempDir
	private Path folder;

	@BeforeEach
	void write() throws IOException {
		Files.createDirectories(this.folder.resolve("acme"));
		write("acme/prices.clj", "(ns acme.prices) (def price 1)");
		write("acme/orders.clj", "(ns acme.orders (:require [acme.prices :as p])) (def total (* 10 p/price))");
	}

	// the file system's clock ticks more slowly than the one that the scan is timed by
	private void write(String name, String text) throws IOException {
		Path file = this.folder.resolve(name);
		long now = System.currentTimeMillis();
		do {
			Files.writeString(file, text);
		}
		while (Files.getLastModifiedTime(file).toMillis() <= now);
	}

	@Test
	void namespaceIsLoadedFromTheFolder() {
		try (TestRepl repl = TestRepl.open("repl.source-paths=" + this.folder); ReplClient client = repl.login()) {
			assertThat(client.eval("(require 'acme.orders :reload)")).isEqualTo("nil");
			assertThat(client.eval("acme.orders/total")).isEqualTo("10");
		}
	}

	@Test
	void whatChangedIsLoadedBeforeWhatDependsOnIt() throws IOException {
		try (TestRepl repl = TestRepl.open("repl.source-paths=" + this.folder); ReplClient client = repl.login()) {
			assertThat(client.eval("(reload!)")).isEqualTo("[acme.prices acme.orders]");
			assertThat(client.eval("(reload!)")).isEqualTo("[]");
			write("acme/prices.clj", "(ns acme.prices) (def price 2)");
			assertThat(client.eval("(reload!)")).isEqualTo("[acme.prices acme.orders]");
			assertThat(client.eval("acme.orders/total")).isEqualTo("20");
			write("acme/orders.clj", "(ns acme.orders (:require [acme.prices :as p])) (def total (* 5 p/price))");
			assertThat(client.eval("(reload!)")).isEqualTo("[acme.orders]");
			assertThat(client.eval("acme.orders/total")).isEqualTo("10");
		}
	}

	@Test
	void sharedRuntimeBeginsWithWhatIsRunning() throws IOException {
		load();
		for (String name : NAMESPACES) {
			copy(name);
		}
		Object order = RT.var("acme.reloading.types", "->Order").invoke(7L);
		Object orders = RT.var("acme.reloading.types", "orders").deref();
		RT.var("clojure.core", "swap!").invoke(orders, RT.var("clojure.core", "conj"), order);
		Object opened = RT.var("acme.reloading.desk", "opened").deref();
		try (TestRepl repl = TestRepl.open("repl.runtime=shared", "repl.source-paths=" + this.folder);
				ReplClient client = repl.login()) {
			assertThat(client.eval("(:load (reload! :plan))")).isEqualTo("[acme.prices acme.orders]");
			client.eval("(reload!)");
			assertThat(RT.var("acme.reloading.types", "orders").deref()).isSameAs(orders);
			assertThat(client.eval("(reload! :plan)")).isEqualTo("{:load []}");
			Files.delete(this.folder.resolve("acme/reloading/gone.clj"));
			String types = resource("types").replace("(defn old-price [order] (price order))", "(def vat 19)");
			write("acme/reloading/types.clj", types);
			String plan = client.eval("(reload! :plan)");
			assertThat(plan).contains(":load [acme.reloading.types acme.reloading.desk]",
					"{acme.reloading.types {acme.reloading.types.Order 1, acme.reloading.types/Priced 1}}",
					":vars-gone {acme.reloading.types [old-price]}", ":files-gone [acme.reloading.gone]");
			assertThat(client.eval("(some? (resolve 'acme.reloading.types/vat))")).isEqualTo("false");
			assertThat(client.eval("(reload!)")).contains("acme.reloading.types.Order has 1 live instance",
					"acme.reloading.types/old-price isn't in the source any more",
					"acme.reloading.gone has no file any more", "[acme.reloading.types acme.reloading.desk]");
			assertThat(client.eval("[acme.reloading.types/vat (reload!) (reload! :plan)]"))
				.isEqualTo("[19 [] {:load []}]");
			assertThat(client.eval("(reload! :now)")).contains("takes nothing, or :plan");
			assertThat(RT.var("acme.reloading.desk", "opened").deref()).isEqualTo(opened);
		}
		finally {
			for (String name : List.of("acme.prices", "acme.orders", "acme.reloading.types", "acme.reloading.desk",
					"acme.reloading.gone")) {
				RT.var("clojure.core", "remove-ns").invoke(Symbol.intern(name));
			}
		}
		assertThat(order).isNotNull();
	}

	@Test
	void sharedRuntimeTellsWhatIsGoneBesideTheOthersAndNotWhatIsElsewhere() throws IOException {
		load();
		// from the same place, whose folder isn't among those of the property
		RT.var("clojure.core", "require").invoke(Symbol.intern("dev.replboot.testsupport.elsewhere"));
		copy("types");
		copy("desk");
		try (TestRepl repl = TestRepl.open("repl.runtime=shared", "repl.source-paths=" + this.folder);
				ReplClient client = repl.login()) {
			assertThat(client.eval("(:files-gone (reload! :plan))")).isEqualTo("[acme.reloading.gone]");
		}
		finally {
			NAMESPACES
				.forEach((name) -> RT.var("clojure.core", "remove-ns").invoke(Symbol.intern("acme.reloading." + name)));
		}
	}

	// a namespace that an earlier test has removed still counts as loaded
	private static void load() {
		IFn require = RT.var("clojure.core", "require");
		NAMESPACES.forEach((name) -> require.invoke(Symbol.intern("acme.reloading." + name), Keyword.intern("reload")));
	}

	private void copy(String name) throws IOException {
		Files.createDirectories(this.folder.resolve("acme/reloading"));
		write("acme/reloading/" + name + ".clj", resource(name));
	}

	private static String resource(String name) throws IOException {
		return new ClassPathResource("acme/reloading/" + name + ".clj").getContentAsString(StandardCharsets.UTF_8);
	}

	@Test
	void withoutFoldersTheErrorNamesTheProperty() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(reload!)")).contains("repl.source-paths");
		}
	}

}
