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

package dev.replboot.audit;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Something could not be put on record where that is required, and so must not happen.
 */
@Internal
public class UnrecordedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String sink;

	/**
	 * Create an exception.
	 * @param sink the name of the sink that failed
	 * @param sentence what happened and what to do next
	 * @param cause what the sink threw, if anything
	 */
	public UnrecordedException(String sink, String sentence, @Nullable Throwable cause) {
		super(sentence, cause);
		this.sink = sink;
	}

	/**
	 * The name of the sink that failed.
	 * @return as in {@code repl.audit.required}
	 */
	public String getSink() {
		return this.sink;
	}

	/**
	 * The sentence alone, for those who show it to somebody.
	 */
	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
