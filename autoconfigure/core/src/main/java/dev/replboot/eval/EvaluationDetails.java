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

package dev.replboot.eval;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an evaluation came to and cost.
 *
 * @param value its value, or {@code null} when there is none
 * @param cpuNanos processor time of its threads, or -1 when it isn't known
 * @param allocatedBytes what its threads allocated, or -1 when it isn't known
 * @param notes what others have to say about it, such as the number of rows it changed
 * @since 0.1.0
 */
public record EvaluationDetails(@Nullable Value value, long cpuNanos, long allocatedBytes, Map<String, Object> notes) {

	/**
	 * Nothing is known.
	 */
	public static final EvaluationDetails NONE = new EvaluationDetails(null, -1, -1, Map.of());

	public EvaluationDetails {
		notes = Map.copyOf(notes);
	}

	/**
	 * A value as it was printed.
	 *
	 * @param type the name of its class, or {@code null} for {@code nil}
	 * @param text the beginning of what was printed
	 * @param length the number of characters that were printed
	 * @param sha256 the SHA-256 of all that was printed in UTF-8, without a line's end
	 */
	public record Value(@Nullable String type, String text, long length, String sha256) {

	}

}
