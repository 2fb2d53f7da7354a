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

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.OwnNamespaces;

/**
 * Finds the place of the user's code that an error is shown at. That is where Clojure
 * says it is, with two exceptions. The functions of the kit are to the user what those of
 * the core are, so an error in one of them is where it was called. An error without any
 * frame of the user's, such as a refusal, is at the form.
 */
final class ErrorPlace {

	private static final Pattern NO_USERS = Pattern.compile("(clojure|java|javax|jdk|sun|com\\.sun)\\..*");

	private static final Pattern NO_CLOJURE = Pattern.compile(".*\\.(java|kt|scala|groovy)|<generated>|SourceFile");

	private static final StackTraceElement[] FORM = {};

	// chains that somebody has made may have no end
	private static final int MAX_CAUSES = 100;

	private ErrorPlace() {
	}

	/**
	 * The frames of an error's cause from its place on.
	 * @param thrown the error, without frames of this project's
	 * @return the frames; none if the form is the place
	 */
	static StackTraceElement[] frames(Throwable thrown) {
		Deque<Throwable> causes = new ArrayDeque<>();
		for (Throwable each = thrown; each != null && causes.size() < MAX_CAUSES; each = each.getCause()) {
			causes.push(each);
		}
		StackTraceElement[] root = causes.getFirst().getStackTrace();
		boolean kit = false;
		for (Throwable each : causes) {
			StackTraceElement[] frames = each.getStackTrace();
			for (int i = 0; i < frames.length; i++) {
				if (isKit(frames[i])) {
					kit = true;
				}
				else if (isUsers(frames[i])) {
					return kit ? beginning(frames, i) : beginning(root, 0);
				}
			}
		}
		return FORM;
	}

	// a poll at a method's beginning comes before its first line
	private static StackTraceElement[] beginning(StackTraceElement[] frames, int from) {
		int begin = from;
		while (begin < frames.length && frames[begin].getLineNumber() == -1) {
			begin++;
		}
		return Arrays.copyOfRange(frames, begin, frames.length);
	}

	private static boolean isKit(StackTraceElement frame) {
		return OwnNamespaces.containClass(frame.getClassName());
	}

	private static boolean isUsers(StackTraceElement frame) {
		return isClojure(frame.getFileName()) && !NO_USERS.matcher(frame.getClassName()).matches();
	}

	private static boolean isClojure(@Nullable String file) {
		return file != null && !NO_CLOJURE.matcher(file).matches();
	}

}
