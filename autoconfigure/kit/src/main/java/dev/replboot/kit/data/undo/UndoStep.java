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

import java.util.List;

import dev.replboot.kit.data.image.ImageChange;

/**
 * What one statement of an undoing does.
 *
 * @param action what it does
 * @param changes the changes of the correction that it undoes; several only of one table
 * @param columns the indexes of the columns that refer to another row: those that it sets
 * to null, writes as null until they are completed, or completes
 */
record UndoStep(Action action, List<ImageChange> changes, List<Integer> columns) {

	UndoStep(Action action, List<ImageChange> changes) {
		this(action, changes, List.of());
	}

	/**
	 * What a statement does.
	 */
	enum Action {

		/** Deletes a row that was inserted. */
		DELETE,

		/** Takes a row out of the way whose old unique values another row has. */
		PARK,

		/** Lets a row refer to no other, so that the other can be changed. */
		LOOSEN,

		/** Updates a row to what it was. */
		UPDATE,

		/** Inserts rows that were deleted. */
		INSERT,

		/** Lets a row refer to another that wasn't there before. */
		COMPLETE

	}

	static Action of(ImageChange change) {
		return (change.before() == null) ? Action.DELETE : (change.after() == null) ? Action.INSERT : Action.UPDATE;
	}

}
