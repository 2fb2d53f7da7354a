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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import clojure.java.api.Clojure;
import clojure.lang.RT;
import clojure.lang.Symbol;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A day of developers whose application has Clojure of its own: records in its state, a
 * protocol, a worker of core.async, and a handler that Java calls.
 */
class ClojureApplicationStoryTests {

	private static final List<String> NAMESPACES = List.of("acme.story.types", "acme.story.desk");

	@TempDir
	private Path folder;

	@BeforeEach
	void startTheApplication() throws IOException {
		Files.createDirectories(this.folder.resolve("acme/story"));
		RT.var("clojure.core", "require").invoke(Symbol.intern("acme.story.desk"));
		write("types", resource("types"));
		write("desk", resource("desk"));
	}

	private static String resource(String name) throws IOException {
		return new ClassPathResource("acme/story/" + name + ".clj").getContentAsString(StandardCharsets.UTF_8);
	}

	@AfterEach
	void stopTheApplication() {
		RT.var("clojure.core.async", "close!").invoke(RT.var("acme.story.desk", "incoming").deref());
		NAMESPACES.forEach((name) -> RT.var("clojure.core", "remove-ns").invoke(Symbol.intern(name)));
	}

	// the file system's clock ticks more slowly than the one that the scan is timed by
	private void write(String name, String text) throws IOException {
		Path file = this.folder.resolve("acme/story/" + name + ".clj");
		long now = System.currentTimeMillis();
		do {
			Files.writeString(file, text);
		}
		while (Files.getLastModifiedTime(file).toMillis() <= now);
	}

	// as Java code of the application calls it
	private static Object handle(long id, long quantity, long price) {
		return Clojure.var("acme.story.desk", "handler").invoke(id, quantity, price);
	}

	@Test
	void pullReloadLookPatchPutBackCloseReopen() throws IOException {
		assertThat(handle(1, 3, 5)).isEqualTo(30L);
		try (TestRepl repl = TestRepl.open("repl.runtime=shared", "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.source-paths=" + this.folder)) {
			Object worker = RT.var("acme.story.desk", "worker").deref();
			try (NreplClient client = NreplClient.login(repl)) {
				String session = client.newSession();
				look(client, session);
				pullAndReload(client, session);
				patchAndPutBack(client, session);
				handPatchedOver(client, session);
			}
			repl.lifecycle().close(TestPrincipal.ADMIN);
			// what was pulled stays, and what was patched doesn't
			assertThat(handle(5, 3, 5)).isEqualTo(60L);
			assertThat(RT.var("acme.story.desk", "worker").deref()).isSameAs(worker);
			repl.lifecycle().open(TestPrincipal.ADMIN, null, "the next incident");
			try (NreplClient client = NreplClient.login(repl)) {
				String session = client.newSession();
				assertThat(client.eval(session, "(patches)")).containsExactly("[]");
				assertThat(client.eval(session, "(:load (reload! :plan))")).containsExactly("[]");
				awaitOrder(client, session, 5, "60");
			}
		}
	}

	private static void look(NreplClient client, String session) {
		awaitOrder(client, session, 1, "30");
		assertThat(client.eval(session, "(dissoc (get @acme.story.desk/orders 1) :quoted)"))
			.containsExactly("#acme.story.types.Order{:id 1, :quantity 3, :price 5}");
		assertThat(client.eval(session, "(acme.story.types/total (get @acme.story.desk/orders 1))"))
			.containsExactly("15");
		assertThat(client.eval(session, "(:load (reload! :plan))")).containsExactly("[]");
	}

	private void pullAndReload(NreplClient client, String session) throws IOException {
		write("desk", resource("desk").replace("(* 2 (types/total order))", "(* 4 (types/total order))"));
		assertThat(client.eval(session, "(reload! :plan)")).containsExactly("{:load [acme.story.desk]}");
		assertThat(handle(2, 1, 5)).isEqualTo(10L);
		// the worker takes the order before what it calls is another
		awaitOrder(client, session, 2, "10");
		assertThat(client.eval(session, "(reload!)")).containsExactly("[acme.story.desk]");
		assertThat(handle(3, 1, 5)).isEqualTo(20L);
		awaitOrder(client, session, 3, "20");
		// records of before the reload are still what the protocol knows
		assertThat(client.eval(session, "(acme.story.types/total (get @acme.story.desk/orders 1))"))
			.containsExactly("15");
	}

	private static void patchAndPutBack(NreplClient client, String session) {
		assertThat(client.eval(session,
				"(:method (patch-var! #'acme.story.desk/quoted (fn [original order] (inc (original order))) {:reason \"INC-7\"}))"))
			.containsExactly("\"quoted\"");
		assertThat(handle(4, 1, 5)).isEqualTo(21L);
		// on a thread of core.async
		awaitOrder(client, session, 4, "21");
		assertThat(client.eval(session, "(map (juxt :reason :calls :errors) (patches))"))
			.containsExactly("([\"INC-7\" 2 0])");
		assertThat(client.eval(session, "(revert! (:id (first (patches))))")).containsExactly("true");
		assertThat(handle(4, 1, 5)).isEqualTo(20L);
	}

	// a patch that the next version has brought for good
	private void handPatchedOver(NreplClient client, String session) throws IOException {
		client.eval(session, "(patch-var! #'acme.story.desk/quoted (fn [_ order] (* 40 (:price order))))");
		assertThat(handle(4, 3, 5)).isEqualTo(200L);
		write("desk", resource("desk").replace("(* 2 (types/total order))", "(* 2 2 (types/total order))"));
		assertThat(client.eval(session, "(reload!)")).containsExactly("[acme.story.desk]");
		assertThat(client.eval(session, "(map :overwritten (patches))")).containsExactly("(true)");
		assertThat(handle(4, 3, 5)).isEqualTo(60L);
	}

	private static void awaitOrder(NreplClient client, String session, int id, String quoted) {
		Awaitility.await()
			.until(() -> client.eval(session, "(:quoted (get @acme.story.desk/orders " + id + "))"),
					(values) -> values.equals(List.of(quoted)));
	}

}
