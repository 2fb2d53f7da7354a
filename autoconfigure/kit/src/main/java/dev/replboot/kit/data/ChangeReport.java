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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of a dry run or a correction.
 *
 * @param id the id of the correction on record, or {@code null} if nothing was committed
 * @param committed whether the changes are in the database now
 * @param value what the body gave
 * @param changes the rows that it changed
 * @param notes what else was noticed
 * @param refusal why it was not committed although it should have been, or {@code null}
 * @param undoable whether nothing is known that keeps {@code undo!} from putting it back
 */
public record ChangeReport(@Nullable String id, boolean committed, @Nullable Object value, Changes changes,
		List<String> notes, @Nullable String refusal, boolean undoable) {

	ChangeReport committedAs(String id) {
		return new ChangeReport(id, true, this.value, this.changes, this.notes, null, true);
	}

	boolean isRefused() {
		return this.refusal != null;
	}

	ChangeReport noting(@Nullable String note) {
		return (note != null) ? noting(List.of(note)) : this;
	}

	ChangeReport noting(List<String> others) {
		List<String> all = new ArrayList<>(this.notes);
		all.addAll(others);
		return new ChangeReport(this.id, this.committed, this.value, this.changes, all, this.refusal, this.undoable);
	}

	ChangeReport refused(String refusal) {
		return new ChangeReport(null, false, this.value, this.changes, this.notes, refusal, true);
	}

	ChangeReport stuck(@Nullable String reason) {
		if (reason == null) {
			return this;
		}
		return new ChangeReport(this.id, this.committed, this.value, this.changes, this.notes, this.refusal, false)
			.noting("undo! can't put this back. " + reason);
	}

}
