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
import org.springframework.util.unit.DataSize;

import dev.replboot.eval.EffectiveLimits;

/**
 * Bounds the memory that the values of rows take.
 */
final class ByteBudget {

	private static final int OBJECT = 32;

	private final long bytes;

	private long used;

	ByteBudget(long bytes) {
		this.bytes = bytes;
	}

	/**
	 * What the calling thread's evaluation may allocate. What others allocate for it
	 * isn't counted.
	 * @return bytes
	 */
	static long allocation() {
		try {
			long bytes = EffectiveLimits.current().allocation();
			return (bytes > 0) ? bytes : Long.MAX_VALUE;
		}
		catch (IllegalStateException ex) {
			// The thread is one of the application's own.
			return Runtime.getRuntime().maxMemory() / 4;
		}
	}

	/**
	 * Take the memory of a value.
	 * @param value the value
	 * @throws IllegalStateException if there isn't enough left
	 */
	void take(@Nullable Object value) {
		this.used += size(value);
		if (this.used > this.bytes) {
			throw new IllegalStateException("The rows take more memory than the "
					+ DataSize.ofBytes(this.bytes).toMegabytes()
					+ " MB that an evaluation may allocate (repl.limits.allocation). Ask for fewer rows or columns, or for a part of the values.");
		}
	}

	private static long size(@Nullable Object value) {
		if (value instanceof CharSequence text) {
			return OBJECT + 2L * text.length();
		}
		if (value instanceof byte[] content) {
			return OBJECT + content.length;
		}
		if (value instanceof List<?> elements) {
			return OBJECT + elements.stream().mapToLong(ByteBudget::size).sum();
		}
		return OBJECT;
	}

}
