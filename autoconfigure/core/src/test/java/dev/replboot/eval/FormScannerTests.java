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

package dev.replboot.eval;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a form that can't be read ends.
 */
@Tag("plain")
class FormScannerTests {

	@ParameterizedTest
	@ValueSource(strings = { "[1 2}\n (f)]", "(a [b) (c)])", "#{1 ) (f)}", "#(a ] (f))", "{:a (b} (c)) :d}",
			"#:a{:b ]}", "(a \\] \"]\" ; ]\n] (f))" })
	void bracketOfAnotherKindClosesNothing(String form) {
		for (int i = 1; i < form.length(); i++) {
			FormScanner part = new FormScanner().accept(form.substring(0, i));
			assertThat(part.isBetweenForms()).as(form.substring(0, i)).isFalse();
		}
		assertThat(new FormScanner().accept(form).isBetweenForms()).isTrue();
	}

	@Test
	void bracketThatClosesNothingAtAllIsOver() {
		assertThat(new FormScanner().accept(")").isBetweenForms()).isTrue();
		assertThat(new FormScanner().accept("(f)) [").isBetweenForms()).isFalse();
	}

	@Test
	void bracketsAreCountedHoweverDeep() {
		FormScanner scanner = new FormScanner();
		for (int i = 0; i < 300_000; i++) {
			scanner.accept((i % 2 == 0) ? '(' : '[');
		}
		for (int i = 299_999; i > 0; i--) {
			scanner.accept((i % 2 == 0) ? ')' : ']');
		}
		assertThat(scanner.isBetweenForms()).isFalse();
		scanner.accept(']');
		assertThat(scanner.isBetweenForms()).isFalse();
		scanner.accept(')');
		assertThat(scanner.isBetweenForms()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(foo [1 2)", "[1 2}", "(a ] b" })
	void textWithABracketOfAnotherKindGoesOn(String text) {
		assertThat(FormScanner.isWhole(text)).isFalse();
	}

}
