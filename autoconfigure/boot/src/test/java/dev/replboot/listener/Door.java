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

package dev.replboot.listener;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

/**
 * The protocols, as far as an attacker has to know them.
 */
enum Door {

	SOCKET("0123", "0".repeat(100), "user=> "),

	PREPL("\"012", "(".repeat(100), "{:tag :ret"),

	NREPL("d2:op", "d4:code4000:" + " ".repeat(100), "4:done");

	static final String LATE = "No token came in time (repl.limits.login).";

	private final String half;

	private final String slow;

	private final String welcome;

	Door(String half, String slow, String welcome) {
		this.half = half;
		this.slow = slow;
		this.welcome = welcome;
	}

	String half() {
		return this.half;
	}

	String slow() {
		return this.slow;
	}

	String welcome() {
		return this.welcome;
	}

	String protocol() {
		return name().toLowerCase(Locale.ROOT);
	}

	String message(String code) {
		return (this != NREPL) ? code + "\n"
				: "d4:code" + code.getBytes(StandardCharsets.UTF_8).length + ":" + code + "2:id1:12:op4:evale";
	}

	int port(TestRepl of) {
		return Objects.requireNonNull(of.address(protocol()).port());
	}

	ReplClient connect(TestRepl to) {
		return ReplClient.connect(port(to));
	}

	String[] nc(TestRepl to) {
		return new String[] { "nc", "-N", "127.0.0.1", String.valueOf(port(to)) };
	}

}
