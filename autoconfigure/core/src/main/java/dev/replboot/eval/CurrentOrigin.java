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

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.runtime.ThreadContext;

/**
 * Which session the calling thread evaluates for.
 */
@Internal
public final class CurrentOrigin {

	private static final ThreadLocal<@Nullable EvaluationOrigin> CURRENT = new ThreadLocal<>();

	private CurrentOrigin() {
	}

	/**
	 * The origin of what the calling thread evaluates.
	 * @return the origin, or {@code null} on a thread that evaluates nothing
	 */
	public static @Nullable EvaluationOrigin get() {
		return CURRENT.get();
	}

	// what sets a thread up to evaluate for an origin: this class, the notes and the
	// principal's security context
	static ThreadContext context(EvaluationOrigin origin, EvaluationNotes notes) {
		return new ThreadContext() {

			@Override
			public Entered enter() {
				return CurrentOrigin.enter(origin, notes);
			}

			@Override
			public String actor() {
				return origin.principal().name();
			}

		};
	}

	private static ThreadContext.Entered enter(EvaluationOrigin origin, EvaluationNotes notes) {
		EvaluationOrigin before = CURRENT.get();
		CURRENT.set(origin);
		EvaluationNotes notesBefore = EvaluationNotes.enter(notes);
		Runnable leave = origin.principal().enter();
		return () -> {
			leave.run();
			EvaluationNotes.enter(notesBefore);
			if (before == null) {
				CURRENT.remove();
			}
			else {
				CURRENT.set(before);
			}
		};
	}

}
