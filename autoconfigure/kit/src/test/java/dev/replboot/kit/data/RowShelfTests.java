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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the rows that have no counterpart yet.
 */
@Tag("plain")
class RowShelfTests {

	private static TableImage table(boolean key) {
		return new TableImage("mariadb", new TableId("s", "t"), List.of(column("k", key), column("v", false)), key);
	}

	private static ImageColumn column(String name, boolean key) {
		return new ImageColumn(name, "text", true, false, ImageColumn.Identity.NONE, key);
	}

	private static RowImage row(@Nullable String... texts) {
		return new RowImage(Arrays.asList(texts));
	}

	private static @Nullable String text(Random random) {
		return switch (random.nextInt(6)) {
			case 0 -> null;
			case 1 -> "";
			case 2 -> "\ud83d\ude00 \u20ac \ud800".repeat(random.nextInt(3000));
			case 3 -> "a\u00ff\0".repeat(random.nextInt(9000));
			default -> String.valueOf(random.nextInt(50));
		};
	}

	@ParameterizedTest
	@CsvSource({ "0, true", "0, false", "300, true", "300, false", "1000000, true", "1000000, false" })
	void rowsAreFoundByTheirKeysAndKeepTheirOrder(long memory, boolean key) throws IOException {
		for (int seed = 0; seed < 20; seed++) {
			Random random = new Random(seed);
			List<RowImage> expected = new ArrayList<>();
			try (RowShelf shelf = new RowShelf(table(key), memory)) {
				for (int i = 0; i < 600; i++) {
					RowImage row = row(String.valueOf(random.nextInt(300)), text(random));
					int at = indexOf(expected, row, key);
					int found = shelf.find(row);
					assertThat(found != RowShelf.NONE).isEqualTo(at != -1);
					if (at != -1 && random.nextInt(4) > 0) {
						assertThat(shelf.remove(found)).isEqualTo(expected.remove(at));
					}
					else if (at == -1 || !key) {
						shelf.add(row);
						expected.add(row);
					}
				}
				assertThat(shelf.count()).isEqualTo(expected.size());
				List<RowImage> all = new ArrayList<>();
				for (int i = shelf.next(0); i != RowShelf.NONE; i = shelf.next(i + 1)) {
					all.add(shelf.get(i));
				}
				assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
				if (key) {
					assertThat(all).isEqualTo(expected);
				}
			}
		}
	}

	private static int indexOf(List<RowImage> rows, RowImage like, boolean key) {
		for (int i = 0; i < rows.size(); i++) {
			if (key ? rows.get(i).texts().get(0).equals(like.texts().get(0)) : rows.get(i).equals(like)) {
				return i;
			}
		}
		return -1;
	}

	@Test
	void millionRowsThatMeetSoonTakeNoPlace() throws IOException {
		try (RowShelf shelf = new RowShelf(table(true), 0)) {
			for (int i = 0; i < 1_000_000; i++) {
				shelf.add(row(String.valueOf(i), null));
				if (i > 2) {
					shelf.remove(shelf.find(row(String.valueOf(i - 3), "x")));
				}
			}
			assertThat(shelf.count()).isEqualTo(3);
			assertThat(shelf.get(shelf.next(0)).texts()).containsExactly("999997", null);
			assertThat(shelf.isFull()).isFalse();
		}
	}

}
