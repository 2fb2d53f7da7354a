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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
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
		.compile("(?s).* because the return value of \"([^\"(]+)\\.([^\".(]+)\\(([^\")]*)\\).*");

	private static final Pattern VARIABLE = Pattern.compile("(?s).* because \"([^\".\\[]+)\" is null");

	private static final Pattern NUMBERED = Pattern.compile(".*__(\\d{1,18})");

	private final PatchResults results;

	private final CallerCode callers;

	private final AnswerFault answer;

	private final String declared;

	private final String function;

	// The names of classes that the function defines by reify begin like this.
	private final String objects;

	// Clojure numbers functions without a name. This is 0 for others.
	private final long number;

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
		Matcher numbered = NUMBERED.matcher(this.function);
		this.number = numbered.matches() ? Long.parseLong(numbered.group(1)) : 0;
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
		// A thread that waits for another one gets its exception as the cause.
		boolean elsewhere = false;
		for (Throwable each : causes) {
			elsewhere |= each instanceof ExecutionException || each instanceof CompletionException;
			if ((elsewhere || this.results.areIn(operation)) && isOfResult(each, operation, elsewhere)) {
				return each;
			}
		}
		return this.results.areIn(operation) ? this.answer.find(causes, this.results.areSurelyIn(operation)) : null;
	}

	// A method of an exception may be code of an evaluation, so none is called.
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

	private boolean isOfResult(Throwable thrown, CallerFailures.Operation operation, boolean elsewhere) {
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
			boolean nil = elsewhere ? this.results.mayBeNilIn(operation) : this.results.areNilIn(operation);
			return nil && !this.declared.equals("void") && isOfNil(thrown, trace[first], first == 0);
		}
		if (thrown instanceof UnsupportedOperationException) {
			return first > 0 && isOfCollection(trace, first);
		}
		boolean data = thrown instanceof IndexOutOfBoundsException || thrown instanceof ArithmeticException
				|| thrown instanceof ArrayStoreException || thrown instanceof IncompatibleClassChangeError
				|| thrown instanceof ConcurrentModificationException;
		return data && this.callers.isCalledAt(trace[first]);
	}

	// A failure within a call of a patch, or of its original, is counted there.
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

	// The caller may have asked an iterator or a supplier of the patch.
	private boolean isOfFunction(StackTraceElement[] trace) {
		if (this.function.startsWith("clojure.") || this.function.startsWith("dev.replboot.")
				|| OwnNamespaces.containClass(this.function)) {
			return false;
		}
		for (StackTraceElement each : trace) {
			String type = each.getClassName();
			if (type.equals(this.function) || type.startsWith(this.function + "$") || isObject(type)) {
				return true;
			}
		}
		return false;
	}

	// Functions of one form share the prefix. Clojure numbers them in their order.
	private boolean isObject(String type) {
		if (!type.startsWith(this.objects)) {
			return false;
		}
		String number = type.substring(this.objects.length()).replaceFirst("\\$.*", "");
		return !number.matches("\\d{1,18}") || Long.parseLong(number) > this.number;
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
		// Strings, numbers and arrays of objects are everywhere.
		if (type.startsWith("java.") || type.startsWith("[")) {
			return this.callers.isUsedAt(trace[first]);
		}
		for (int i = first; i < trace.length; i++) {
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
			return this.callers.isMeant(result.group(1), result.group(2), types(result.group(3)))
					&& this.callers.isCalledIn(caller);
		}
		Matcher variable = VARIABLE.matcher(message);
		return variable.matches() && this.callers.isKeptIn(caller, variable.group(1));
	}

	// The JVM shortens the names of two classes.
	private static List<String> types(String parameters) {
		return Arrays.stream(parameters.split(", "))
			.filter((each) -> !each.isEmpty())
			.map((each) -> each.matches("(Object|String)(\\[])*") ? "java.lang." + each : each)
			.toList();
	}

	// The caller may change the collection on a later line.
	private boolean isOfCollection(StackTraceElement[] trace, int first) {
		if (this.callers.isCalledAt(trace[first])) {
			return true;
		}
		for (int i = 0; i < first; i++) {
			if (this.results.classes.runs(trace[i].getClassName())) {
				return this.callers.isUsedAt(trace[first]);
			}
		}
		return false;
	}

}
