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

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SystemOutput}: an application that puts a stream of its own in the
 * place of the standard one while somebody reads along.
 */
class SystemOutputTests {

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final PrintStream original = stream(this.printed);

	private final AtomicReference<PrintStream> standard = new AtomicReference<>(this.original);

	private final SystemOutput output = new SystemOutput(this.standard::get, this.standard::set);

	private final StringBuilder first = new StringBuilder();

	private final StringBuilder second = new StringBuilder();

	// one for each, by which it is removed
	private final SystemOutput.Reader firstReader = this.first::append;

	private final SystemOutput.Reader secondReader = this.second::append;

	private static PrintStream stream(ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

	@Test
	void streamOfTheApplicationStaysAndIsReadByWhoAsksNext() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		PrintStream replacement = stream(bytes);
		this.output.add(this.firstReader);
		this.standard.get().print("a");
		this.standard.set(replacement);
		this.standard.get().print("b");
		this.output.add(this.secondReader);
		this.standard.get().print("c");
		assertThat(this.printed).hasToString("a");
		assertThat(bytes).hasToString("bc");
		assertThat(this.first).hasToString("ac");
		assertThat(this.second).hasToString("c");
		this.output.remove(this.firstReader);
		this.output.remove(this.secondReader);
		assertThat(this.standard.get()).isSameAs(replacement);
	}

	@Test
	void streamThatTheApplicationHasPutBackIsNotReplacedAtTheEnd() {
		this.output.add(this.firstReader);
		this.standard.set(this.original);
		this.standard.get().print("a");
		this.output.remove(this.firstReader);
		assertThat(this.standard.get()).isSameAs(this.original);
		assertThat(this.printed).hasToString("a");
	}

	@Test
	void streamThatTheApplicationHasWrappedPassesOnAndIsReadOnce() {
		this.output.add(this.firstReader);
		PrintStream wrapper = new PrintStream(this.standard.get(), true);
		this.standard.set(wrapper);
		this.standard.get().print("a");
		this.output.add(this.secondReader);
		this.standard.get().print("b");
		assertThat(this.first).hasToString("ab");
		assertThat(this.second).hasToString("b");
		this.output.remove(this.firstReader);
		this.output.remove(this.secondReader);
		this.standard.get().print("c");
		assertThat(this.standard.get()).isSameAs(wrapper);
		assertThat(this.printed).hasToString("abc");
		assertThat(this.first).hasToString("ab");
	}

	@Test
	void streamIsTheApplicationsAgainWhenNobodyReads() {
		this.output.add(this.firstReader);
		this.output.add(this.secondReader);
		this.output.remove(this.firstReader);
		this.standard.get().print("a");
		this.output.remove(this.secondReader);
		assertThat(this.standard.get()).isSameAs(this.original);
		assertThat(this.first).isEmpty();
		assertThat(this.second).hasToString("a");
	}

}
