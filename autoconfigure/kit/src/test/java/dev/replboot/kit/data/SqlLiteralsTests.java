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

package dev.replboot.kit.data;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Arrays;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SqlLiterals}.
 */
@Tag("plain")
class SqlLiteralsTests {

	@Test
	void quotesOfATextAreDoubled() {
		assertThat(SqlLiterals.of("O'Hara'; drop table x --", DatabaseKind.H2))
			.isEqualTo("'O''Hara''; drop table x --'");
	}

	@Test
	void numberHasNoExponent() {
		assertThat(SqlLiterals.of(new BigDecimal("1E+20"), DatabaseKind.H2)).isEqualTo("100000000000000000000");
		assertThat(SqlLiterals.of(1.5, DatabaseKind.H2)).isEqualTo("'1.5'");
	}

	@Test
	void bytesAreWrittenAsTheDatabaseReadsThem() {
		byte[] bytes = { 0, (byte) 0xff };
		assertThat(SqlLiterals.of(bytes, DatabaseKind.POSTGRESQL)).isEqualTo("'\\x00ff'");
		assertThat(SqlLiterals.of(bytes, DatabaseKind.H2)).isEqualTo("x'00ff'");
	}

	@Test
	void elementsAreLiteralsThemselves() {
		assertThat(SqlLiterals.of(Arrays.asList("a'b", null, 1), DatabaseKind.POSTGRESQL))
			.isEqualTo("array['a''b', null, 1]");
	}

	@Test
	void timeHasItsType() {
		assertThat(SqlLiterals.of(LocalDateTime.parse("2026-11-28T03:04:05.000006"), DatabaseKind.H2))
			.isEqualTo("timestamp '2026-11-28 03:04:05.000006'");
	}

}
