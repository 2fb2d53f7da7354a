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

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * The longest statement that a server of MariaDB takes. A row whose statement would be
 * longer can't be put back.
 *
 * @param bytes its length, {@code max_allowed_packet}
 */
record MariaDbPacket(long bytes) {

	// what a statement has beside its values
	private static final long WORDS = 65536;

	/**
	 * Whether a change can be undone, and its undoing as well.
	 * @param change the change
	 * @return why it can't, or {@code null} if it can
	 */
	@Nullable String refusal(ImageChange change) {
		TableImage table = change.table();
		long before = length(change, change.before());
		long after = length(change, change.after());
		// all values of a row without a key are in the condition
		long longest = WORDS + (table.hasKey() ? Math.max(before, after) : before + after);
		return (longest <= this.bytes) ? null
				: "Rows of " + table.id().shown(table.kind(), "")
						+ " were changed. The statement that puts one of them back would have " + longest
						+ " bytes, and the server takes " + this.bytes + " (max_allowed_packet).";
	}

	private static long length(ImageChange change, @Nullable RowImage row) {
		long length = 0;
		for (int i = 0; row != null && i < change.table().columns().size(); i++) {
			ImageColumn column = change.table().columns().get(i);
			if (isWritten(change, i, column)) {
				length += ValueTexts.mariaDbLength(column, row.texts().get(i));
			}
		}
		return length;
	}

	private static boolean isWritten(ImageChange change, int index, ImageColumn column) {
		RowImage before = change.before();
		RowImage after = change.after();
		return !column.generated() && (column.key() || !change.table().hasKey() || before == null || after == null
				|| !Objects.equals(before.texts().get(index), after.texts().get(index)));
	}

}
