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

import clojure.lang.Compiler;
import clojure.lang.ExceptionInfo;
import clojure.lang.IExceptionInfo;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import clojure.lang.RT;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.StepResult.Thrown;

/**
 * Clojure's error phases: marking an exception with one, and telling it from one.
 */
final class ErrorPhases {

	private static final Keyword PHASE = Keyword.intern("clojure.error", "phase");

	private static final Keyword SOURCE = Keyword.intern("clojure.error", "source");

	private static final Keyword LINE = Keyword.intern("clojure.error", "line");

	private static final Keyword COLUMN = Keyword.intern("clojure.error", "column");

	private static final String READ_SOURCE = "read-source";

	private static final String NO_FILE = "NO_SOURCE_PATH";

	// chains that somebody has made may have no end
	private static final int MAX_CAUSES = 100;

	private ErrorPhases() {
	}

	static ExceptionInfo during(String phase, Throwable cause) {
		return new ExceptionInfo(null, (PersistentArrayMap) RT.map(PHASE, Keyword.intern(phase)), cause);
	}

	/**
	 * Mark an exception as the reader's, which knows lines but no files.
	 * @param cause the exception
	 * @param file the file that is read
	 * @return the marked exception
	 */
	static ExceptionInfo reading(Throwable cause, @Nullable Object file) {
		if (file == null || NO_FILE.equals(file)) {
			return during(READ_SOURCE, cause);
		}
		Object[] data = { PHASE, Keyword.intern(READ_SOURCE), SOURCE, file };
		return new ExceptionInfo(null, PersistentArrayMap.createAsIfByAssoc(data), cause);
	}

	/**
	 * Mark the phase that an exception occurred in, with the place that the compiler has
	 * named.
	 * @param phase the phase
	 * @param cause the exception
	 * @param compiling the compiler's exception
	 * @return the marked exception
	 */
	static ExceptionInfo during(String phase, Throwable cause, Compiler.CompilerException compiling) {
		Object[] data = { PHASE, Keyword.intern(phase), SOURCE, compiling.source, LINE, compiling.line, COLUMN,
				RT.get(compiling.data, COLUMN) };
		return new ExceptionInfo(null, PersistentArrayMap.createAsIfByAssoc(data), cause);
	}

	/**
	 * Describe an exception. Its message, causes and data may be code of the
	 * evaluation's, which this runs: a part of the evaluation, that can be stopped.
	 * @param thrown the exception
	 * @return its description, without what throws something itself
	 */
	static Thrown describe(Throwable thrown) {
		try {
			return describeAll(thrown);
		}
		catch (Throwable ex) {
			Class<?> type = thrown.getClass();
			return new Thrown(type.getName(), type.getName(), "execution", type.getSimpleName());
		}
	}

	private static Thrown describeAll(Throwable thrown) {
		Throwable root = thrown;
		Throwable shown = isCompilers(thrown) ? thrown : null;
		String phase = phaseOf(thrown);
		Throwable cause = root.getCause();
		for (int i = 0; i < MAX_CAUSES && cause != null && cause != root; i++) {
			root = cause;
			phase = (phase != null) ? phase : phaseOf(root);
			shown = (shown == null && isCompilers(root)) ? root : shown;
			cause = root.getCause();
		}
		String message = root.getMessage();
		return new Thrown(thrown.getClass().getName(), root.getClass().getName(),
				((shown != null) ? shown : root).getClass().getName(), (phase != null) ? phase : "execution",
				(message != null) ? message : root.getClass().getSimpleName());
	}

	// as clojure.main/root-cause has it
	private static boolean isCompilers(Throwable thrown) {
		return thrown instanceof Compiler.CompilerException error && !"NO_SOURCE_FILE".equals(error.source);
	}

	private static @Nullable String phaseOf(Throwable thrown) {
		if (thrown instanceof IExceptionInfo info && RT.get(info.getData(), PHASE) instanceof Keyword phase) {
			return phase.getName();
		}
		return null;
	}

}
