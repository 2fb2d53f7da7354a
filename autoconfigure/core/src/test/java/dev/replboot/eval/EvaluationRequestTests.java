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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a line editor goes on with on the next line.
 */
@Tag("plain")
class EvaluationRequestTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a", "(+ 1 2)", "(+ 1 2) (inc 3)", "\\(", "\\\" ", "\"a \\\" (\"", "#\"[(\"",
			"(f) ; (", "#!(", "(str \\( \\) \")\")", "[{:a #{1}}]", "(f))", ") (f", "'(a)", "@(future 1)" })
	void complete(String text) {
		assertThat(EvaluationRequest.isComplete(text)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(", "(+ 1", "(f) (g", "\"a", "\"a \\\"", "#\"\\", "[(f)", "(f ; )", "(str \\)", "{:a",
			"(f)\n(g\n", "\\", "#_(a" })
	void incomplete(String text) {
		assertThat(EvaluationRequest.isComplete(text)).isFalse();
	}

}
