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
 * What undoing a correction has done in its transaction.
 *
 * @param undone the changes that were taken back, from the rows as they were found
 * @param notes sentences about what isn't as it was before
 */
public record UndoResult(List<ImageChange> undone, List<String> notes) {

	public UndoResult {
		undone = List.copyOf(undone);
		notes = List.copyOf(notes);
	}

}
