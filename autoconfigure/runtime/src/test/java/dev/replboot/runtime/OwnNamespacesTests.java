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

package dev.replboot.runtime;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnNamespaces}.
 */
@Tag("plain")
class OwnNamespacesTests {

	@ParameterizedTest
	@ValueSource(strings = { "repl.host", "repl.kit", "repl.kit.data", "repl.kit.absent.web", "repl.nrepl",
			"repl.nrepl.names" })
	void namespaceOfTheReplIsContained(String namespace) {
		assertThat(OwnNamespaces.contain(namespace)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "repl", "repl.core", "repl.kitchen", "repl.kit-chen", "repl.hosts", "repl.host.data",
			"repl.nrepls", "acme.repl.kit", "replXkit", "user" })
	void namespaceOfTheApplicationIsNotContained(String namespace) {
		assertThat(OwnNamespaces.contain(namespace)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "repl.kit$load_late", "repl.kit__init", "repl.kit.data$sql$fn__12", "repl.kit.data__init",
			"repl.nrepl$write_answer", "repl.nrepl.names__init" })
	void classOfANamespaceOfTheReplIsContained(String type) {
		assertThat(OwnNamespaces.containClass(type)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "repl.core$price", "repl.core__init", "repl.kitchen$cook", "repl.kitchen__init",
			"repl.kit_chen__init", "repl.kit.Oven", "repl.kit.Oven$Door", "repl__init", "repl$kit" })
	void classOfTheApplicationIsNotContained(String type) {
		assertThat(OwnNamespaces.containClass(type)).isFalse();
	}

}
