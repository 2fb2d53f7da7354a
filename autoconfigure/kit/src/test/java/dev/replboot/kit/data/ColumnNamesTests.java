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

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ColumnNames}.
 */
@Tag("plain")
class ColumnNamesTests {

	@Test
	void noColumnReplacesAnother() {
		assertThat(names("id", "id", "name", "id")).containsExactly("id", "id_2", "name", "id_3");
		assertThat(names("id_2", "id", "id")).containsExactly("id_2", "id", "id_3");
		assertThat(names("id", "id", "id_2")).containsExactly("id", "id_2", "id_2_2");
	}

	private static List<String> names(String... labels) {
		ColumnNames names = new ColumnNames();
		List.of(labels).forEach(names::add);
		return names.all();
	}

}
