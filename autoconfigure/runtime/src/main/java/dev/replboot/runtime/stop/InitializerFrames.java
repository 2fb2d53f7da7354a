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

package dev.replboot.runtime.stop;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Looks among a thread's frames for code that initialises something that everybody uses,
 * and that can't be run again: a static initialiser, and a delay of a library, such as
 * those in the specs of Clojure's macros.
 */
final class InitializerFrames {

	static final long WALK_EVERY_NANOS = 1_000_000;

	// of those below nothing has come since the whole stack was looked at
	private static final int RECENT = 256;

	private static final String STATIC_INITIALIZER = "<clinit>";

	private static final String DELAY = "clojure.lang.Delay";

	private static final String REALIZE = "realize";

	private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private InitializerFrames() {
	}

	static boolean onThisStack(boolean whole) {
		return WALKER.walk((frames) -> isAnyOf(whole ? frames : frames.limit(RECENT)));
	}

	private static boolean isAnyOf(Stream<StackFrame> frames) {
		Class<?> called = null;
		for (Iterator<StackFrame> each = frames.iterator(); each.hasNext();) {
			StackFrame frame = each.next();
			if (frame.getMethodName().equals(STATIC_INITIALIZER) || isDelayOfLibrary(frame, called)) {
				return true;
			}
			called = frame.getDeclaringClass();
		}
		return false;
	}

	private static boolean isDelayOfLibrary(StackFrame frame, @Nullable Class<?> body) {
		return body != null && frame.getMethodName().equals(REALIZE) && frame.getClassName().equals(DELAY)
				&& ClassOrigins.isLibrary(body);
	}

	// of another thread only the names are known, which don't tell a library's delay from
	// an evaluation's: a wait in either is interrupted
	static boolean on(Thread thread) {
		for (StackTraceElement frame : Threads.stack(thread)) {
			if (frame.getMethodName().equals(STATIC_INITIALIZER)) {
				return true;
			}
		}
		return false;
	}

}
