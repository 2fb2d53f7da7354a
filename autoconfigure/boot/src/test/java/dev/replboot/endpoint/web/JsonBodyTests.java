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

package dev.replboot.endpoint.web;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.endpoint.ProblemDescriptor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link JsonBody}.
 */
@Tag("plain")
class JsonBodyTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", " { } ", "{\"reason\":\"a\"}", "{\"reason\":null,\"ttl\":\"5m\"}",
			"{\"action\":\"revoke\",\"principal\":\"ann\"}", "{\"reason\":\"\\u0041 ü\"}",
			// their operation refuses them, and names those that it has
			"{\"lease\":5}", "{\"lease\":{\"a\":[1]}}" })
	void objectOfStringsIsAccepted(String body) {
		assertThat(JsonBody.check(bytes(body))).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "null | The body is null, and a JSON object", "5 | The body is a number",
					"\"x\" | The body is a string", "[] | The body is an array", "true | The body is true",
					"{\"reason\":5} | The field \"reason\" is a number, and a string is expected.",
					"{\"ttl\":1.5} | The field \"ttl\" is a number", "{\"reason\":true} | The field \"reason\" is true",
					"{\"reason\":[\"a\"]} | The field \"reason\" is an array",
					"{\"principal\":{}} | The field \"principal\" is an object",
					"{\"reason\":\"a\",\"reason\":\"a\"} | The field \"reason\" occurs twice.",
					"{\"reason\":\"a\",\"\\u0072eason\":\"b\"} | The field \"reason\" occurs twice.",
					"{\"a\":{\"b\":1},\"a\":2} | The field \"a\" occurs twice.",
					"{\"session\":\"s2\",\"action\":\"interrupt\"} | The field \"session\" belongs in the path." })
	void otherIsRefusedWithWhatWasExpected(String body, String sentence) {
		ProblemDescriptor problem = JsonBody.check(bytes(body));
		assertThat(problem).isNotNull();
		assertThat(problem.status()).isEqualTo(400);
		assertThat(problem.detail()).startsWith(sentence).endsWith("Nothing was done.");
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "{", "{\"reason\":\"a\"", "{\"reason\":\"a\"} x", "{} {}", "{reason:\"a\"}",
			"{'reason':'a'}", "{\"reason\":\"a\"} // b", "{\"reason\":\"a\",}", "ttl=5m" })
	void whatIsNotJsonIsRefused(String body) {
		ProblemDescriptor problem = JsonBody.check(bytes(body));
		assertThat(problem).isNotNull();
		assertThat(problem.status()).isEqualTo(400);
		assertThat(problem.detail()).startsWith("The request can't be understood.");
	}

	@Test
	void deeplyNestedOrLongIsRefused() {
		ProblemDescriptor deep = JsonBody.check(bytes("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
		assertThat(deep).isNotNull();
		assertThat(deep.status()).isEqualTo(400);
		ProblemDescriptor tooLong = JsonBody.check(bytes("{\"reason\":\"" + "x".repeat(JsonBody.LONGEST) + "\"}"));
		assertThat(tooLong).isNotNull();
		assertThat(tooLong.status()).isEqualTo(413);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
