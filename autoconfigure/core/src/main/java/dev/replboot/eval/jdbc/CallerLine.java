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

package dev.replboot.eval.jdbc;

import java.lang.StackWalker.StackFrame;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.ApplicationFrames;

/**
 * Finds whose code had a statement executed: the innermost frame of the application, or
 * else the form itself.
 */
final class CallerLine {

	private static final int DEPTH = 1000;

	private CallerLine() {
	}

	static String find() {
		return text(ApplicationFrames.WALKER
			.walk((frames) -> ApplicationFrames.nearest(frames.skip(1).limit(DEPTH).toList())));
	}

	private static String text(@Nullable StackFrame frame) {
		if (frame == null) {
			return "?";
		}
		int line = frame.getLineNumber();
		if (ApplicationFrames.isForm(frame)) {
			return "the form" + ((line > 0) ? ", line " + line : "");
		}
		String name = frame.getClassName();
		return name.substring(name.lastIndexOf('.') + 1) + "." + frame.getMethodName() + ((line > 0) ? ":" + line : "");
	}

}
