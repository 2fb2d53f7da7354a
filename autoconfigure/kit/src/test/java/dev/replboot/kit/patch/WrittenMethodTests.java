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

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WrittenMethod}.
 */
@Tag("plain")
class WrittenMethodTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			o(String...)                                | o(String...)
			o(String[])                                 | o(String...)
			o(java.lang.String ... names)               | o(String...)
			o(Map.Entry)                                | o(Entry)
			o(Map.Entry<String, List<Integer>> entry)   | o(Entry)
			o(java.util.Map$Entry)                      | o(Entry)
			o(Map$Entry)                                | o(Entry)
			o(Entry)                                    | o(Entry)
			o(List<String>)                             | o(List)
			o(java.util.List<? extends Number>)         | o(List)
			o(List<List<String>[]>)                     | o(List)
			o(Map<String, Integer>, int)                | o(Map, int)
			o( final Map<String,Integer> a , int b )    | o(Map, int)
			o(@Deprecated int[][] grid)                 | o(int[][])
			o(int [] [])                                | o(int[][])
			o(T)                                        | o(Object)
			o()                                         | o()
			public static void o(int... all)            | o(int...)
			""")
	void declarationAsInJavaFindsItsMethod(String written, String found) {
		WrittenMethod method = WrittenMethod.of(written);
		assertThat(method.name()).isEqualTo("o");
		assertThat(Arrays.stream(Overloads.class.getDeclaredMethods())
			.filter(method::fits)
			.map((each) -> WrittenMethod.write(each, false))).containsExactly(found);
	}

	@Test
	void whatIsWrittenIsReadAgain() {
		for (Method each : Overloads.class.getDeclaredMethods()) {
			for (boolean full : new boolean[] { true, false }) {
				WrittenMethod read = WrittenMethod.of(WrittenMethod.write(each, full));
				assertThat(Arrays.stream(Overloads.class.getDeclaredMethods()).filter(read::fits))
					.containsExactly(each);
			}
		}
	}

	@Test
	void constructorIsRefusedWithWhatWouldDo() {
		for (String each : List.of("<init>", "<init>(int)", "<clinit>")) {
			assertThatExceptionOfType(PatchRefusedException.class).isThrownBy(() -> WrittenMethod.of(each))
				.withMessageContaining("Patch a method that is called on the new object");
		}
		assertThatExceptionOfType(PatchRefusedException.class).isThrownBy(() -> WrittenMethod.of("o(int"))
			.withMessageContaining("Write them as in Java: price(String, int)");
	}

	interface Overloads {

		void o();

		void o(String... all);

		void o(int... all);

		void o(Map.Entry<String, Integer> entry);

		void o(List<String> list);

		void o(Map<String, Integer> map, int number);

		void o(int[][] grid);

		<T> void o(T any);

	}

}
