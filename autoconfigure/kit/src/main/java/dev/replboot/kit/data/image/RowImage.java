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

package dev.replboot.kit.data.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Values of one row as the texts that the database writes for them, so that a cast to the
 * column's type restores exactly the same value.
 *
 * @param texts a text for each column of the {@link TableImage}, {@code null} for null
 */
public record RowImage(List<@Nullable String> texts) {

	public RowImage {
		texts = Collections.unmodifiableList(new ArrayList<>(texts));
	}

}
