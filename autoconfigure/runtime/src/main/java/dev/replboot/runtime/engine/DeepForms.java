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

import java.util.Arrays;
import java.util.regex.Pattern;

import clojure.lang.Compiler;
import clojure.lang.Compiler.CompilerException;
import clojure.lang.EdnReader;
import clojure.lang.LispReader;

import dev.replboot.runtime.RuntimeLoadException;

/**
 * Says that a form is nested too deeply when the stack isn't enough for Clojure's reader
 * or compiler, which call themselves for each level.
 */
final class DeepForms {

	private static final String READING = "The form is nested too deeply to be read, because the reader's stack is"
			+ " used up. Send its inner parts first, and refer to them.";

	private static final String COMPILING = "The form is nested too deeply to be compiled, because the compiler's"
			+ " stack is used up. Define its inner parts first, and refer to them.";

	private static final String COMPILER = "clojure.lang.Compiler";

	// whose frames may lie between two of the compiler's
	private static final Pattern COMPILERS = Pattern
		.compile("clojure\\.(lang|core|asm|spec|main)\\b.*|(java|jdk|dev\\.replboot\\.runtime)\\..*");

	private static final int FRAMES = 300;

	private DeepForms() {
	}

	/**
	 * Initialize the classes that errors need. A class that is initialized at the end of
	 * the stack can't be used any more, and no error could be told from then on.
	 */
	static void prepare() {
		for (Class<?> needed : new Class<?>[] { CompilerException.class, LispReader.ReaderException.class,
				EdnReader.ReaderException.class }) {
			initialize(needed);
		}
	}

	/**
	 * Initialize the rest of the compiler, as the classes for kinds of forms that nobody
	 * has used yet.
	 */
	static void prepareCompiler() {
		Arrays.stream(Compiler.class.getDeclaredClasses()).forEach(DeepForms::initialize);
		Arrays.stream(LispReader.class.getDeclaredClasses()).forEach(DeepForms::initialize);
	}

	private static void initialize(Class<?> type) {
		try {
			Class.forName(type.getName(), true, type.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new RuntimeLoadException("The class loader of Clojure doesn't find its own classes.", ex);
		}
	}

	/**
	 * Explain why a form could not be read.
	 * @param overflow what the reader threw
	 * @return an exception with a sentence
	 */
	static IllegalArgumentException reading(StackOverflowError overflow) {
		return because(READING, overflow);
	}

	/**
	 * Explain why a form could not be compiled.
	 * @param thrown what evaluating it threw
	 * @return an exception with a sentence, or the same if it was something else
	 */
	static Throwable explain(Throwable thrown) {
		CompilerException compiling = (thrown instanceof CompilerException error) ? error : null;
		Throwable cause = (compiling != null) ? compiling.getCause() : thrown;
		if (!(cause instanceof StackOverflowError overflow) || !isCompilers(overflow)) {
			return thrown;
		}
		IllegalArgumentException explained = because(COMPILING, overflow);
		String phase = "compile-syntax-check";
		return (compiling != null) ? ErrorPhases.during(phase, explained, compiling)
				: ErrorPhases.during(phase, explained);
	}

	private static boolean isCompilers(StackOverflowError overflow) {
		StackTraceElement[] stack = overflow.getStackTrace();
		StackTraceElement[] top = Arrays.copyOf(stack, Math.min(FRAMES, stack.length));
		return Arrays.stream(top).anyMatch((frame) -> frame.getClassName().startsWith(COMPILER))
				&& Arrays.stream(top).allMatch((frame) -> COMPILERS.matcher(frame.getClassName()).matches());
	}

	private static IllegalArgumentException because(String sentence, StackOverflowError overflow) {
		IllegalArgumentException explained = new IllegalArgumentException(sentence);
		explained.addSuppressed(overflow);
		return explained;
	}

}
