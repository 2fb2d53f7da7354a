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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.replboot.kit.data.image.TableId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Expectation}.
 */
@NullUnmarked
@Tag("plain")
class ExpectationTests {

	private static final TableCount ORDERS = count("public", "orders", "orders", 1, 2, 3);

	@Test
	void totalCountsInsertedUpdatedAndDeletedRows() {
		assertThat(mismatch(6, ORDERS)).isNull();
		assertThat(mismatch(new BigDecimal("6.0"), ORDERS)).isNull();
		assertThat(mismatch(1, ORDERS)).isEqualTo("It changed 6 rows, but 1 was expected (:expect).");
		assertThat(mismatch(0)).isNull();
	}

	@Test
	void tableThatIsNotNamedMustNotBeChanged() {
		TableCount items = count("public", "items", "items", 1, 0, 0);
		assertThat(mismatch(Map.of("orders", 6), ORDERS)).isNull();
		assertThat(mismatch(Map.of("orders", 6), ORDERS, items))
			.isEqualTo("It changed 1 row of items, which wasn't expected (:expect).");
		assertThat(mismatch(Map.of("orders", 6, "items", 0), ORDERS, items))
			.isEqualTo("It changed 1 row of items, but 0 were expected (:expect).");
		assertThat(mismatch(Map.of("orders", 6, "items", 1), ORDERS)).contains("0 rows of items");
	}

	@Test
	void nameIsTheDatabasesOwn() {
		TableCount mixed = count("public", "Orders", "\"Orders\"", 1, 0, 0);
		assertThat(mismatch(Map.of("Orders", 1), mixed)).isNull();
		assertThat(mismatch(Map.of("public.Orders", 1), mixed)).isNull();
		assertThat(mismatch(Map.of("\"Orders\"", 1), mixed)).isNull();
		assertThat(mismatch(Map.of("orders", 1), mixed)).isNotNull();
	}

	@Test
	void tableOfAnotherSchemaNeedsItsSchema() {
		TableCount other = count("tenant2", "orders", "tenant2.orders", 1, 0, 0);
		assertThat(mismatch(Map.of("tenant2.orders", 1), other)).isNull();
		assertThat(mismatch(Map.of("orders", 1), other)).isNotNull();
	}

	@Test
	void nameOfTwoTablesIsRefused() {
		TableCount dotted = count("public", "a.b", "\"a.b\"", 1, 0, 0);
		TableCount table = count("a", "b", "a.b", 1, 0, 0);
		assertThat(mismatch(Map.of("a.b", 1), dotted, table)).contains("stands for several tables");
	}

	@Test
	void whatCanNotBeSeenMatchesNothing() {
		Changes changes = new Changes(List.of(), List.of(), List.of("A foreign table was written."));
		assertThat(Expectation.of(0).mismatch(changes)).contains("A foreign table was written.");
	}

	@ParameterizedTest
	@MethodSource
	void numberOfRowsIsWhole(Object number) {
		assertThatIllegalArgumentException().isThrownBy(() -> Expectation.of(Map.of("orders", number)))
			.withMessageContaining("Nothing was run");
	}

	static List<Object> numberOfRowsIsWhole() {
		return List.of(-1, 1.9, new BigDecimal("0.1"), Double.NaN, Double.POSITIVE_INFINITY, 1e300, "1");
	}

	@Test
	void correctionWithoutAnExpectationIsRefused() {
		List<Object> none = new ArrayList<>(List.of(Map.of(), "3", List.of(1)));
		none.add(null);
		assertThat(none)
			.allSatisfy((expect) -> assertThatIllegalArgumentException().isThrownBy(() -> Expectation.of(expect))
				.withMessageContaining(":expect"));
	}

	private static TableCount count(String schema, String name, String shown, long inserted, long updated,
			long deleted) {
		return new TableCount(new TableId(schema, name), shown, inserted, updated, deleted);
	}

	private static String mismatch(Object expect, TableCount... counts) {
		return Expectation.of(expect).mismatch(new Changes(List.of(), List.of(counts), List.of()));
	}

}
