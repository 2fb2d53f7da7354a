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
final class Phases {

	private static final Keyword PHASE = Keyword.intern("clojure.error", "phase");

	// chains that somebody has made may have no end
	private static final int MAX_CAUSES = 100;

	private Phases() {
	}

	static ExceptionInfo during(String phase, Throwable cause) {
		return new ExceptionInfo(null, (PersistentArrayMap) RT.map(PHASE, Keyword.intern(phase)), cause);
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
