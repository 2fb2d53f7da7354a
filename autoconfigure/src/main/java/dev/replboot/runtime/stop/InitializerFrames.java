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

/**
 * Looks for static initialisers among a thread's frames.
 */
final class InitializerFrames {

	static final long WALK_EVERY_NANOS = 1_000_000;

	// what was below when the whole stack was looked at can only have gone since
	private static final int RECENT = 256;

	private static final StackWalker WALKER = StackWalker.getInstance();

	private InitializerFrames() {
	}

	static boolean onThisStack(boolean whole) {
		return WALKER.walk((frames) -> (whole ? frames : frames.limit(RECENT))
			.anyMatch((frame) -> frame.getMethodName().equals("<clinit>")));
	}

	static boolean on(Thread thread) {
		for (StackTraceElement frame : thread.getStackTrace()) {
			if (frame.getMethodName().equals("<clinit>")) {
				return true;
			}
		}
		return false;
	}

}
