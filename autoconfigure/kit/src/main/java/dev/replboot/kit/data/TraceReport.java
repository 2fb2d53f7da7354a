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

import org.jspecify.annotations.Nullable;

/**
 * What was traced.
 *
 * @param value what the body gave
 * @param lines the statements, those of the same text and caller together
 * @param notes what is remarkable about them
 */
public record TraceReport(@Nullable Object value, List<Line> lines, List<String> notes) {

	/**
	 * Statements of the same text and caller.
	 *
	 * @param count how many
	 * @param millis how long the database took for all of them, in milliseconds
	 * @param rows how many rows were read or changed
	 * @param failed how many of them failed
	 * @param caller the line of the application that had them executed
	 * @param threads the names of the threads
	 * @param sql the text
	 */
	public record Line(int count, double millis, long rows, long failed, String caller, List<String> threads,
			String sql) {

	}

}
