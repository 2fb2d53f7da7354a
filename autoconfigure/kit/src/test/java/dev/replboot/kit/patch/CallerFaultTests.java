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

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Blames a patch for what its result does to the caller, and for nothing else. The
 * results are what the method itself gives: to its callers, that is the same.
 */
@Tag("plain")
@NullUnmarked
class CallerFaultTests {

	private static Object given;

	private static int lines;

	@ParameterizedTest
	@MethodSource("guilty")
	void resultThatItsCallerFailsWithIsBlamed(String method, Object result, Call caller) throws Exception {
		Throwable thrown = fail(result, caller);
		assertThat(blamed(method, result, thrown)).as(String.valueOf(thrown)).isSameAs(thrown);
		Throwable wrapped = new CompletionException(new IllegalStateException("it failed", thrown));
		assertThat(blamed(method, result, wrapped)).isSameAs(thrown);
	}

	static Stream<Arguments> guilty() {
		return Stream.of(
				// cast by the caller, where it gets it or later
				caller("find", "text", () -> {
					Integer number = CallerFaultTests.<Integer>find();
					use(number);
				}), caller("find", "text", () -> {
					Object number = find();
					use("another line");
					use((Integer) number);
				}), caller("find", "text", () -> use(Integer.class.cast(find()))),
				// what a collection has
				caller("list", new ArrayList<>(List.of("text")), () -> {
					for (Integer each : CallerFaultTests.<Integer>list()) {
						use(each);
					}
				}), caller("list", Collections.unmodifiableList(new ArrayList<>(List.of(1L))), () -> {
					List<Integer> numbers = list();
					use("another line");
					use(numbers.get(0) + 1);
				}), caller("find", Map.of("key", Optional.of(1L)), () -> {
					Map<String, Optional<Integer>> map = find();
					use(map.get("key").get() + 1);
				}),
				// nil, at once, in a variable, as a number
				caller("text", null, () -> use(text().length())), caller("text", null, () -> {
					String text = text();
					use("another line");
					use(text.length());
				}), caller("find", null, () -> {
					int number = CallerFaultTests.<Integer>find();
					use(number);
				}), caller("find", null, () -> {
					String text = find();
					use(text.length());
				}), caller("find", null, () -> use(Objects.requireNonNull(find()))),
				// what can't be changed
				caller("list", List.of(1), () -> list().add(2)), caller("list", List.of(), () -> {
					List<Object> list = list();
					use("another line");
					list.add(2);
				}), caller("list", Collections.unmodifiableList(new ArrayList<>()), () -> {
					List<Object> list = list();
					list.clear();
				}),
				// what is too short
				caller("list", new ArrayList<>(), () -> use(list().get(0))),
				caller("number", 0, () -> use(1 / number())));
	}

	static Arguments caller(String method, Object result, Call caller) {
		return Arguments.of(method, result, caller);
	}

	@ParameterizedTest
	@MethodSource("innocent")
	void whatTheCallerFailsWithOtherwiseIsNotBlamedOnTheResult(String method, Object result, Call caller)
			throws Exception {
		Throwable thrown = fail(result, caller);
		assertThat(thrown).isNotNull();
		assertThat(blamed(method, result, thrown)).as(String.valueOf(thrown)).isNull();
	}

	static Stream<Arguments> innocent() {
		return Stream.of(
				// thrown on purpose, on another line or on the same
				caller("text", "text", () -> {
					use(text());
					throw new IllegalStateException("not found");
				}), caller("text", null, () -> use(Objects.requireNonNullElse(text(), failure(null)))),
				caller("find", Optional.empty(),
						() -> use(CallerFaultTests.<Optional<?>>find().orElseThrow(IllegalStateException::new))),
				caller("find", Optional.empty(), () -> use(CallerFaultTests.<Optional<?>>find().get())),
				caller("number", 0, () -> use(number() + (Integer) new ArithmeticOfOurs().thrown())),
				// somebody else's failure, on the same line
				caller("text", "text", () -> use(text() + Clerk.fails())),
				caller("text", null, () -> use(text() + Clerk.failsWithNil())),
				caller("find", "text", () -> use(CallerFaultTests.<Object>find() + "" + Clerk.failsWithClass())),
				caller("number", 1, () -> use(number() + Integer.parseInt("one"))),
				// something else that is nil, while nil is right
				caller("text", null, () -> {
					String text = text();
					String other = System.getProperty("no such property");
					use(other.length() + String.valueOf(text).length());
				}), caller("text", null, () -> use(text() + System.getProperty("no such property").length())),
				// of another class, or a declared one
				caller("find", "text", () -> {
					use(find());
					Object number = 1L;
					use((Integer) number);
				}), caller("text", "text", () -> {
					use(text());
					Object text = "another";
					use((Integer) text);
				}),
				// something else that can't be changed
				caller("list", new ArrayList<>(), () -> {
					list().add(1);
					List.of().add(1);
				}));
	}

	@Test
	void requestThatGotNoResultIsNotBlamedOnThePatch() throws Exception {
		PatchResults results = new PatchResults();
		CallerFault fault = fault("text", results, "a.function");
		long now = System.nanoTime();
		results.add(null, null, now);
		CallerFailures.Operation later = new CallerFailures.Operation(now + 1, Thread.currentThread().getId());
		Throwable thrown = fail(null, () -> use(text().length()));
		assertThat(fault.find(thrown, later)).isNull();
		results.add(null, null, now + 1);
		assertThat(fault.find(thrown, later)).isSameAs(thrown);
	}

	@Test
	void codeOfThePatchThatRunsLaterIsBlamed() throws Exception {
		PatchResults results = new PatchResults();
		CallerFailures.Operation operation = CallerFailures.Operation.begin();
		CallerFault fault = fault("find", results, "user$eval1$fn__2");
		results.add("any", null, System.nanoTime());
		Throwable thrown = new IllegalStateException("later");
		for (String later : List.of("user$eval1$fn__2", "user$eval1$fn__2$fn__3", "user$eval1$fn$reify__3")) {
			thrown.setStackTrace(trace("java.util.List", later, "com.example.Caller"));
			assertThat(fault.find(thrown, operation)).as(later).isSameAs(thrown);
		}
		// those within the call are counted there
		thrown.setStackTrace(trace("user$eval1$fn__2", Dispatch.class.getName(), "com.example.Caller"));
		assertThat(fault.find(thrown, operation)).isNull();
		thrown.setStackTrace(trace("user$eval1$fn__22", "com.example.Caller"));
		assertThat(fault.find(thrown, operation)).isNull();
		thrown.setStackTrace(trace("user$eval1$fn$reify__3", "com.example.Caller"));
		CallerFault sibling = fault("find", results, "user$eval1$fn__4");
		assertThat(sibling.find(thrown, operation)).isNull();
		results.count(thrown);
		assertThat(fault.find(new IllegalStateException(thrown), operation)).isNull();
	}

	private static StackTraceElement[] trace(String... types) {
		return Arrays.stream(types)
			.map((type) -> new StackTraceElement(type, "call", "Call.java", 1))
			.toArray(StackTraceElement[]::new);
	}

	@ParameterizedTest
	@MethodSource("answers")
	void answerThatCannotBeWrittenIsBlamedOnWhatItNames(boolean blamed, Object result, Throwable thrown)
			throws Exception {
		assertThat(blamed("find", result, thrown)).isSameAs(blamed ? thrown : null);
	}

	static Stream<Arguments> answers() {
		Object ours = new Clerk();
		String chain = " (through reference chain: java.util.ArrayList[0]->" + Clerk.class.getName() + "[\"name\"])";
		return Stream.of(Arguments.of(true, ours, new UnwrittenException("no" + chain)),
				Arguments.of(true, new ArrayList<>(List.of(ours)), new UnwrittenException("no" + chain)),
				Arguments.of(true, new Object(),
						new UnwrittenException("No serializer found for class java.lang.Object")),
				// every answer has a list
				Arguments.of(false, new ArrayList<>(), new UnwrittenException("no" + chain)),
				Arguments.of(false, ours, new UnwrittenException("No serializer for " + Clerk.class.getName() + "Ish")),
				Arguments.of(false, ours, new UnwrittenException("another")),
				Arguments.of(false, ours, new IllegalStateException("no" + chain)));
	}

	static Throwable fail(Object result, Call caller) {
		given = result;
		return catchThrowable(caller::run);
	}

	static Throwable blamed(String method, Object result, Throwable thrown) throws Exception {
		PatchResults results = new PatchResults();
		CallerFailures.Operation operation = CallerFailures.Operation.begin();
		CallerFault fault = fault(method, results, "a.function");
		results.add(result, null, System.nanoTime());
		return fault.find(thrown, operation);
	}

	private static CallerFault fault(String method, PatchResults results, String function) throws Exception {
		return fault(CallerFaultTests.class.getDeclaredMethod(method), results, function);
	}

	static CallerFault fault(Method method, PatchResults results, String function) {
		CodePlace place = new CodePlace(method, null, () -> null);
		return new CallerFault(place, new PatchBody() {

			@Override
			public Object call(Object self, Object[] arguments, Proceed proceed) {
				return null;
			}

			@Override
			public String code() {
				return function;
			}

		}, results);
	}

	@SuppressWarnings("unchecked")
	static <T> T find() {
		return (T) given;
	}

	static String text() {
		return (String) given;
	}

	static int number() {
		return (Integer) given;
	}

	@SuppressWarnings("unchecked")
	static <T> List<T> list() {
		return (List<T>) given;
	}

	static void use(Object value) {
		lines += (value != null) ? 1 : 2;
	}

	private static String failure(Object any) {
		throw new IllegalArgumentException("a rule is broken: " + any);
	}

	/**
	 * Calls a method and fails.
	 */
	@FunctionalInterface
	interface Call {

		/**
		 * Do so.
		 */
		void run();

	}

	/**
	 * Another class.
	 */
	static class Clerk {

		static String fails() {
			throw new IllegalStateException("closed");
		}

		static String failsWithNil() {
			return new HashMap<String, String>().get("none").trim();
		}

		static Integer failsWithClass() {
			Object text = "text";
			return (Integer) text;
		}

	}

	/**
	 * An exception of the application's own.
	 */
	static class ArithmeticOfOurs extends ArithmeticException {

		private static final long serialVersionUID = 1L;

		Object thrown() {
			throw this;
		}

	}

	/**
	 * As a library that writes answers throws it.
	 */
	static class UnwrittenException extends JacksonException {

		private static final long serialVersionUID = 1L;

		UnwrittenException(String message) {
			super(message);
		}

	}

}
