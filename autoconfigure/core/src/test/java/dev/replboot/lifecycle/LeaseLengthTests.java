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

package dev.replboot.lifecycle;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link LeaseLength}.
 */
@Tag("plain")
class LeaseLengthTests {

	@ParameterizedTest
	@CsvSource({ "PT30M, 1800", "pt30m, 1800", "30m, 1800", "' 90s ', 90", "2h, 7200", "1d, 86400", "PT1S, 1", "1s, 1",
			"P1DT1S, 86401", "PT1M0.000S, 60" })
	void lengthWithAUnitIsUnderstood(String text, long seconds) {
		assertThat(LeaseLength.parse(text)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "30", "30.0", "1e3", "0", "-5", "", " ", "soon", "PT", "30 m", "30ms", "500us", "1.5h",
			"PT0.5H", "PT0S", "0s", "PT0.001S", "PT0.999S", "PT1.5S", "PT-5M", "-PT5M", "-5m", "+5m", "PT5M-1S0.5",
			"PT9223372036854775807H", "PT999999999999999999999H", "9999999999999d", "P1Y", "\u0661m", "PT1S\u202e" })
	void anythingElseIsRefusedWithTheFormThatIsExpected(String text) {
		assertThatExceptionOfType(ReplRefusedException.class).isThrownBy(() -> LeaseLength.parse(text))
			.withMessageContaining("{\"ttl\":\"30m\"}")
			.withMessageNotContaining("\u202e")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.MALFORMED));
	}

}
