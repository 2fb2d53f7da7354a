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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AttemptedName} and {@link RequestSource}.
 */
@Tag("plain")
class AttemptedNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "admin", "bob.smith@example.com", "CORP\\bob", "bob_2-x+ops", "Jürgen", "日本", "root", "",
			"uid=bob/ops", "BobSmith2" })
	void namesAreShown(String name) {
		String shown = AttemptedName.show(name);
		assertThat(shown).isEqualTo((name.indexOf('=') >= 0) ? "******" : name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "S3cret!pw", "correct horse; battery", "hunter#2", "Xk29dJq8ZpLm", "p$w", "a*b" })
	void passwordsTypedWhereTheNameBelongsAreMasked(String typed) {
		assertThat(AttemptedName.show(typed)).isEqualTo("******");
	}

	@Test
	void namesThatControlATerminalAreEscaped() {
		assertThat(AttemptedName.show("bob\u001b[31m\r\nREPL_OPENED admin\u202e"))
			.isEqualTo("bob\\u001b[31m\\u000d\\u000aREPL_OPENED admin\\u202e");
		assertThat(AttemptedName.show("x".repeat(8000))).hasSize(65);
	}

	@Test
	void basicCredentialsGiveTheNameAndNeverThePassword() {
		RequestSource source = RequestSource.of("192.0.2.1", "bAsIc  Ym9iOnNlY3JldDo6");
		assertThat(source.name()).isEqualTo("bob");
		assertThat(source.toString()).doesNotContain("secret");
		assertThat(RequestSource.of(null, "Basic ???").name()).isNull();
		assertThat(RequestSource.of(null, "Basic Ym9i").name()).isNull();
		assertThat(RequestSource.of(null, "Bearer abc").toString()).doesNotContain("abc");
		assertThat(RequestSource.of(null, null).tried()).isFalse();
	}

}
