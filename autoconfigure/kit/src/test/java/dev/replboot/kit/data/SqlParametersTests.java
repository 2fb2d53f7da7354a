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

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.kit.data.json.JsonLineWriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Parameters of statements as drivers take them.
 */
@Tag("plain")
class SqlParametersTests {

	private static SqlParameters postgres(String sql, Object... arguments) {
		return SqlParameters.bind(sql, SqlDialect.POSTGRESQL, Arrays.asList(arguments));
	}

	@Test
	void questionMarksStay() {
		SqlParameters bound = postgres("select '?', \"?\" /* ? */ from t where a = ? and b = ? -- ?", 1, null);
		assertThat(bound.sql()).isEqualTo("select '?', \"?\" /* ? */ from t where a = ? and b = ? -- ?");
		assertThat(bound.values()).containsExactly(1, null);
	}

	@Test
	void listAfterInIsOneParameterForEachElement() {
		SqlParameters bound = postgres("select 1 where a in (?) and b = any(?) and c not IN ( ? )", List.of(1, 2),
				List.of(3, 4), new int[] { 5, 6 });
		assertThat(bound.sql()).isEqualTo("select 1 where a in (?, ?) and b = any(?) and c not IN ( ?, ? )");
		assertThat(bound.values()).containsExactly(1, 2, List.of(3, 4), 5, 6);
		assertThat(postgres("select 1 where (a, b) in (?)", List.of(List.of(1, 2), List.of(3, 4))).sql())
			.isEqualTo("select 1 where (a, b) in ((?, ?), (?, ?))");
		assertThat(postgres("select 1 where a in (:ids) or b in (:ids)", Map.of("ids", List.of(1, 2))).sql())
			.isEqualTo("select 1 where a in (?, ?) or b in (?, ?)");
		assertThatIllegalArgumentException().isThrownBy(() -> postgres("select 1 where a in (?)", List.of()))
			.withMessageContaining("empty");
	}

	@Test
	void namesAreFoundOutsideOfLiteralsAndCasts() {
		SqlParameters bound = postgres("select ':a', x::text, y[1:n], :a /* :b */ where z = :a_b",
				Map.of("a", 1, "a_b", 2));
		assertThat(bound.sql()).isEqualTo("select ':a', x::text, y[1:n], ? /* :b */ where z = ?");
		assertThat(bound.values()).containsExactly(1, 2);
		assertThatIllegalArgumentException().isThrownBy(() -> postgres("select :b", Map.of("a", 1)))
			.withMessage("There is no value for :b. Given are :a.");
	}

	@Test
	void operatorsWithQuestionMarksAreNoParameters() {
		assertThat(postgres("select j ?? 'a', j ??| ?", "x").values()).containsExactly("x");
		assertThat(postgres("select j ? 'a' where k = :k", Map.of("k", 1)).sql())
			.isEqualTo("select j ?? 'a' where k = ?");
		assertThat(postgres("select j ? 'a'").sql()).isEqualTo("select j ?? 'a'");
	}

	@Test
	void numbersOfValuesAreCompared() {
		assertThatIllegalArgumentException().isThrownBy(() -> postgres("select ?", 1, 2))
			.withMessageContaining("The statement has 1 parameters");
		assertThatIllegalArgumentException().isThrownBy(() -> postgres("select ?, ?", 1))
			.withMessageContaining("more parameters than the 1 values");
	}

	@Test
	void mapForAQuestionMarkIsAValue() {
		assertThat(postgres("insert into t values (?)", Map.of("a", 1)).values()).containsExactly(Map.of("a", 1));
		assertThat(JsonLineWriter.toText(Map.of("a", Arrays.asList(1, null, "\"\n", true))))
			.isEqualTo("{\"a\":[1,null,\"\\\"\\u000a\",true]}");
	}

}
