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

package dev.replboot.kit.patch;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link PatchOptions}.
 */
@NullUnmarked
@Tag("plain")
class PatchOptionsTests {

	@Test
	void patchEndsWithItsSessionAndAfterThreeErrorsUnlessSaidOtherwise() {
		assertThat(PatchOptions.of(Map.of())).isEqualTo(new PatchOptions(null, null, 3, null, false));
		assertThat(PatchOptions.of(Map.of("reason", "INC-42", "keep", "20m", "max-errors", 7L, "budget", "PT0.1S",
				"all-repositories", true)))
			.isEqualTo(new PatchOptions("INC-42", Duration.ofMinutes(20), 7, Duration.ofMillis(100), true));
	}

	@Test
	void noNumberOfErrorsIsAnyNumber() {
		Map<String, Object> options = new HashMap<>();
		options.put("max-errors", null);
		options.put("reason", null);
		options.put("keep", null);
		assertThat(PatchOptions.of(options)).isEqualTo(new PatchOptions(null, null, -1, null, false));
	}

	@Test
	void optionThatThereIsNotIsRefused() {
		assertThatExceptionOfType(PatchRefusedException.class).isThrownBy(() -> PatchOptions.of(Map.of("keeep", "20m")))
			.withMessageContaining(":keeep")
			.withMessageContaining(":keep,");
	}

	static Stream<Arguments> values() {
		return Stream.of(Arguments.of("max-errors", "3"), Arguments.of("max-errors", "0"),
				Arguments.of("max-errors", -1L), Arguments.of("max-errors", 1.5), Arguments.of("max-errors", 1.5f),
				Arguments.of("max-errors", BigDecimal.ONE), Arguments.of("max-errors", 1L << 32),
				Arguments.of("max-errors", List.of()), Arguments.of("max-errors", false),
				Arguments.of("all-repositories", "true"), Arguments.of("all-repositories", 1L),
				Arguments.of("reason", 42L), Arguments.of("reason", List.of("INC-42")), Arguments.of("keep", 20L),
				Arguments.of("keep", "20"), Arguments.of("keep", true), Arguments.of("budget", 5L),
				Arguments.of("budget", "5"), Arguments.of("keep", "9223372036854775807d"));
	}

	@ParameterizedTest
	@MethodSource("values")
	void valueThatMeansNothingIsRefused(String option, Object value) {
		assertThatExceptionOfType(PatchRefusedException.class).isThrownBy(() -> PatchOptions.of(Map.of(option, value)))
			.withMessageStartingWith(":" + option + " is ");
	}

	@Test
	void noFailureMayBeAllowedAndOptionsMayBeNull() {
		assertThat(PatchOptions.of(Map.of("max-errors", 0L)).maxErrors()).isZero();
		assertThat(PatchOptions.of(Map.of("max-errors", 2)).maxErrors()).isEqualTo(2);
		assertThat(PatchOptions.of(Map.of("all-repositories", false)).allRepositories()).isFalse();
		assertThat(PatchOptions.of(Map.of("keep", Duration.ofMinutes(1))).keep()).isEqualTo(Duration.ofMinutes(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "0s", "-5m", "", "20 minutes" })
	void durationIsPositive(String text) {
		assertThatExceptionOfType(PatchRefusedException.class).isThrownBy(() -> PatchOptions.of(Map.of("keep", text)))
			.withMessageContaining(":keep is no duration");
	}

}
