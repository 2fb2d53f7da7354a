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
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of loading sources from a checkout.
 */
class ReloadTests {

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
	void withoutFoldersTheErrorNamesTheProperty() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(reload!)")).contains("repl.source-paths");
		}
	}

}
