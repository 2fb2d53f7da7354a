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

package dev.replboot.kit.data.undo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;

/**
 * Keys that rows have after a correction. A row that the correction has deleted may have
 * left its key to another one, which isn't the deleted row again.
 */
final class ReachedKeys {

	private final Set<Key> keys = new HashSet<>();

	ReachedKeys(List<ImageChange> changes) {
		for (ImageChange change : changes) {
			if (change.table().hasKey() && change.after() != null) {
				this.keys.add(Key.of(change.table(), change.after()));
			}
		}
	}

	boolean contains(TableImage table, RowImage row) {
		return this.keys.contains(Key.of(table, row));
	}

	/**
	 * Key of a row.
	 *
	 * @param table the row's table
	 * @param values the values of the key
	 */
	private record Key(TableImage table, List<@Nullable String> values) {

		static Key of(TableImage table, RowImage row) {
			List<@Nullable String> values = new ArrayList<>();
			for (int i = 0; i < table.columns().size(); i++) {
				if (table.columns().get(i).key()) {
					values.add(row.texts().get(i));
				}
			}
			return new Key(table, values);
		}

	}

}
