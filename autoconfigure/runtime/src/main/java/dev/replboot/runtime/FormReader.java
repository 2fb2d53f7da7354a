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

package dev.replboot.runtime;

import java.io.IOException;

import dev.replboot.api.Internal;

/**
 * A source of forms that keeps its place between steps.
 */
@Internal
public interface FormReader {

	/**
	 * Whether the last character that was consumed ended a line, so that a prompt is due.
	 * @return whether the source stands at the start of a line
	 */
	boolean atLineStart();

	/**
	 * Consume one character, for skipping what is not going to be read as a form.
	 * @return the character, or -1 at the end
	 * @throws IOException if the source can't be read
	 */
	int read() throws IOException;

	/**
	 * Consume the end of a line, if that is what comes next.
	 * @throws IOException if the source can't be read
	 */
	void skipEndOfLine() throws IOException;

}
