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

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds whose code had a statement executed: the innermost frame of the application, or
 * else the form itself.
 */
final class CallerLine {

	private static final List<String> LIBRARIES = List.of("java.", "javax.", "jakarta.", "jdk.", "sun.", "com.sun.",
			"org.springframework.", "org.hibernate.", "org.aopalliance.", "com.zaxxer.", "org.h2.", "org.postgresql.",
			"org.apache.", "net.bytebuddy.", "clojure.", "io.micrometer.", "dev.replboot.eval.", "dev.replboot.kit.",
			"dev.replboot.runtime.", "dev.replboot.session.", "dev.replboot.listener.");

	// what Clojure's compiler calls a form that was typed
	private static final Pattern FORM = Pattern.compile("(.+)\\$(eval|fn__).*");

	private CallerLine() {
	}

	static String find() {
		return StackWalker.getInstance().walk((frames) -> line(frames.filter(CallerLine::isOfInterest)));
	}

	private static String line(Stream<StackWalker.StackFrame> frames) {
		Optional<StackWalker.StackFrame> first = frames.findFirst();
		if (first.isEmpty()) {
			return "?";
		}
		StackWalker.StackFrame frame = first.get();
		String name = frame.getClassName();
		String line = (frame.getLineNumber() > 0) ? ":" + frame.getLineNumber() : "";
		var form = FORM.matcher(name);
		if (form.matches()) {
			return "the form" + ((frame.getLineNumber() > 0) ? ", line " + frame.getLineNumber() : "");
		}
		return name.substring(name.lastIndexOf('.') + 1) + "." + frame.getMethodName() + line;
	}

	private static boolean isOfInterest(StackWalker.StackFrame frame) {
		String name = frame.getClassName();
		return !name.contains("$$") && !name.contains("$Proxy") && LIBRARIES.stream().noneMatch(name::startsWith);
	}

}
