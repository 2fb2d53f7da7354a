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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.OwnNamespaces;
import dev.replboot.runtime.stop.RuntimeHome;

/**
 * Decides whether the application has failed with what one patch gave. Only what Java
 * itself or a writer of answers throws is evidence, and only where the code that failed
 * calls the patched method: an exception that the application throws on purpose isn't,
 * since the wrong verdict ends a patch that works.
 */
final class CallerFault {

	private static final int MOST_CAUSES = 32;

	private static final Pattern CAST = Pattern.compile("(?s)(?:class|Cannot cast) (\\S+) (?:cannot be cast )?to .*");

	private static final Pattern RESULT = Pattern
		.compile("(?s).* because the return value of \"([^\"(]+)\\.([^\".(]+)\\(.*");

	private static final Pattern VARIABLE = Pattern.compile("(?s).* because \"([^\".\\[]+)\" is null");

	private final PatchResults results;

	private final CallerCode callers;

	private final AnswerFault answer;

	private final String declared;

	private final String function;

	// how the names of classes begin that the function defines by reify
	private final String objects;

	/**
	 * Create it.
	 * @param place where the patch stands
	 * @param body what runs there
	 * @param results what it gives
	 */
	CallerFault(PatchPlace place, PatchBody body, PatchResults results) {
		DeclaredTypes types = place.types();
		this.results = results;
		this.callers = new CallerCode(place.type(), types.code());
		this.answer = new AnswerFault(results.classes, types.isHandler());
		this.declared = types.erasedResult().getName();
		this.function = body.code();
		this.objects = this.function.replaceFirst("__\\d+$", "") + "$reify__";
	}

	/**
	 * Find what the patch is to blame for.
	 * @param thrown what the application has failed with
	 * @param operation the operation that has failed
	 * @return the exception or the cause that gives evidence, or {@code null} if the
	 * patch is innocent
	 */
	@Nullable Throwable find(Throwable thrown, CallerFailures.Operation operation) {
		if (!this.results.mayBeIn(operation)) {
			return null;
		}
		List<Throwable> causes = causes(thrown);
		if (causes.stream().anyMatch(this.results::isCounted)) {
			return null;
		}
		for (Throwable each : causes) {
			if (isOfResult(each)) {
				return each;
			}
		}
		return this.results.areIn(operation) ? this.answer.find(causes) : null;
	}

	// without those whose methods are code of an evaluation
	private static List<Throwable> causes(Throwable thrown) {
		List<Throwable> causes = new ArrayList<>();
		Throwable each = thrown;
		while (each != null && causes.size() < MOST_CAUSES) {
			boolean known = RuntimeHome.of(each.getClass().getClassLoader()) == null
					|| ClojureData.isClojures(each.getClass());
			if (!known) {
				break;
			}
			causes.add(each);
			each = each.getCause();
		}
		return causes;
	}

	private boolean isOfResult(Throwable thrown) {
		StackTraceElement[] trace = thrown.getStackTrace();
		int end = end(trace);
		if (end == trace.length && isOfFunction(trace)) {
			return true;
		}
		trace = Arrays.copyOf(trace, end);
		int first = first(trace);
		if (first < 0 || thrown.getClass().getClassLoader() != null) {
			return false;
		}
		if (thrown instanceof ClassCastException) {
			return isOfClass(thrown, trace, first);
		}
		if (thrown instanceof NullPointerException) {
			boolean nil = this.results.classes.hasNil() && !this.declared.equals("void");
			return nil && isOfNil(thrown, trace[first], first == 0);
		}
		if (thrown instanceof UnsupportedOperationException) {
			return first > 0 && isOfCollection(trace, first);
		}
		boolean data = thrown instanceof IndexOutOfBoundsException || thrown instanceof ArithmeticException
				|| thrown instanceof ArrayStoreException || thrown instanceof IncompatibleClassChangeError
				|| thrown instanceof ConcurrentModificationException;
		return data && this.callers.isCalledAt(trace[first]);
	}

	// what fails within a call of a patch, or of the original for it, is counted there
	private static int end(StackTraceElement[] trace) {
		for (int i = 0; i < trace.length; i++) {
			String type = trace[i].getClassName();
			if (PatchFrames.isOfPatches(type)) {
				return i;
			}
		}
		return trace.length;
	}

	private static int first(StackTraceElement[] trace) {
		for (int i = 0; i < trace.length; i++) {
			String type = trace[i].getClassName();
			if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.")) {
				return i;
			}
		}
		return -1;
	}

	// an iterator or a supplier, for example, that the caller has asked
	private boolean isOfFunction(StackTraceElement[] trace) {
		if (this.function.startsWith("clojure.") || this.function.startsWith("dev.replboot.")
				|| OwnNamespaces.containClass(this.function)) {
			return false;
		}
		for (StackTraceElement each : trace) {
			String type = each.getClassName();
			if (type.equals(this.function) || type.startsWith(this.function + "$") || type.startsWith(this.objects)) {
				return true;
			}
		}
		return false;
	}

	private boolean isOfClass(Throwable thrown, StackTraceElement[] trace, int first) {
		Matcher cast = CAST.matcher(String.valueOf(thrown.getMessage()));
		if (!cast.matches()) {
			return false;
		}
		String type = cast.group(1);
		if (type.equals(this.declared) || !this.results.classes.has(type)) {
			return false;
		}
		// strings and numbers are everywhere
		int last = type.startsWith("java.") ? first + 1 : trace.length;
		for (int i = first; i < last; i++) {
			if (this.callers.isCalledIn(trace[i])) {
				return true;
			}
		}
		return false;
	}

	private boolean isOfNil(Throwable thrown, StackTraceElement caller, boolean direct) {
		String message = String.valueOf(thrown.getMessage());
		if (!direct || !message.contains(" because ")) {
			return this.callers.isCalledAt(caller);
		}
		Matcher result = RESULT.matcher(message);
		if (result.matches()) {
			return this.callers.isMeant(result.group(1), result.group(2)) && this.callers.isCalledIn(caller);
		}
		Matcher variable = VARIABLE.matcher(message);
		return variable.matches() && this.callers.isKeptIn(caller, variable.group(1));
	}

	// one that can't be changed, perhaps on a later line
	private boolean isOfCollection(StackTraceElement[] trace, int first) {
		if (this.callers.isCalledAt(trace[first])) {
			return true;
		}
		for (int i = 0; i < first; i++) {
			if (this.results.classes.runs(trace[i].getClassName())) {
				return this.callers.isCalledIn(trace[first]);
			}
		}
		return false;
	}

}
