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

package dev.replboot.kit.patch;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.ApplicationFrames;

/**
 * Who calls a watched method, seen from within it.
 *
 * @param stack who called it, without proxies, reflection and interceptors, the nearest
 * first
 * @param from the application's own line, or else the nearest frame
 */
record Callers(List<String> stack, String from) {

	private static final int SHOWN = 12;

	// A stack about to overflow isn't walked to its end for each call.
	private static final int DEPTH = 500;

	private static final Set<String> OURS = Set.of(Callers.class.getName(), Watch.class.getName(),
			WatchSite.class.getName(), WatchDispatch.class.getName());

	/**
	 * Those of the method that the calling thread is in.
	 * @return the callers
	 */
	static Callers now() {
		List<StackFrame> frames = ApplicationFrames.WALKER
			.walk((all) -> all.filter((frame) -> !OURS.contains(frame.getClassName()))
				// The first frame is the method itself.
				.skip(1)
				.limit(DEPTH)
				.filter((frame) -> !PatchFrames.isOurs(frame.getClassName()))
				.toList());
		List<String> stack = frames.stream()
			.filter((frame) -> !ApplicationFrames.isPlumbing(frame))
			.limit(SHOWN)
			.map(Callers::text)
			.toList();
		StackFrame own = ApplicationFrames.nearest(frames);
		return new Callers(stack, (own != null) ? text(own) : (stack.isEmpty() ? "?" : stack.get(0)));
	}

	private static String text(@Nullable StackFrame frame) {
		if (frame == null) {
			return "?";
		}
		int line = frame.getLineNumber();
		if (ApplicationFrames.isForm(frame)) {
			return "the form" + ((line > 0) ? ", line " + line : "");
		}
		return frame.getClassName() + "." + frame.getMethodName() + ((line > 0) ? ":" + line : "");
	}

}
