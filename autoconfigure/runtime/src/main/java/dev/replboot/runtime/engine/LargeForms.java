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

package dev.replboot.runtime.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import clojure.lang.Compiler.CompilerException;
import org.jspecify.annotations.Nullable;

/**
 * Says what is too large when a form can't be compiled because the JVM's class files
 * can't hold it.
 *
 * @see <a href= "https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html">The
 * class File Format</a>: 65535 bytes in a string constant, 65535 in a method
 */
final class LargeForms {

	private static final int MAX_STRING = 65_535;

	private static final int MAX_DEPTH = 100;

	private LargeForms() {
	}

	/**
	 * Explain why a form could not be compiled.
	 * @param thrown what evaluating it threw
	 * @param form the form
	 * @return an exception with a sentence, or the same if it was something else
	 */
	static Throwable explain(Throwable thrown, @Nullable Object form) {
		if (!(thrown instanceof CompilerException compiling) || thrown.getCause() == null) {
			return thrown;
		}
		Throwable cause = thrown.getCause();
		if (!isThrownByClassWriter(cause)) {
			return thrown;
		}
		if (cause instanceof IndexOutOfBoundsException) {
			return because("The form is too large to be compiled: the JVM holds 64 KB of code in one method."
					+ " Send it as several forms, or put the data into a file and read it:"
					+ " (clojure.edn/read-string (slurp \"…\")).", cause, compiling);
		}
		if (cause instanceof IllegalArgumentException) {
			int length = longestString(form, MAX_DEPTH);
			return because(
					"A string literal of the form is too large to be compiled"
							+ ((length > 0) ? ": it has " + length + " characters, and the JVM holds "
									: ": the JVM holds ")
							+ MAX_STRING + " bytes of UTF-8 in one. Put it into a file and read it: (slurp \"…\").",
					cause, compiling);
		}
		return thrown;
	}

	// it has no types of its own for what is too large
	private static boolean isThrownByClassWriter(Throwable cause) {
		StackTraceElement[] stack = cause.getStackTrace();
		return stack.length > 0 && stack[0].getClassName().startsWith("clojure.asm.");
	}

	private static Throwable because(String sentence, Throwable cause, CompilerException compiling) {
		IllegalArgumentException explained = new IllegalArgumentException(sentence);
		explained.addSuppressed(cause);
		return ErrorPhases.during("compile-syntax-check", explained, compiling);
	}

	private static int longestString(@Nullable Object form, int depth) {
		if (form instanceof String text) {
			return (text.getBytes(StandardCharsets.UTF_8).length > MAX_STRING) ? text.length() : 0;
		}
		int longest = 0;
		Iterable<?> parts = (form instanceof Map<?, ?> map) ? map.entrySet()
				: (form instanceof Iterable<?> iterable) ? iterable : List.of();
		if (depth > 0) {
			for (Object part : parts) {
				longest = Math.max(longest, longestString(part, depth - 1));
			}
		}
		return longest;
	}

}
