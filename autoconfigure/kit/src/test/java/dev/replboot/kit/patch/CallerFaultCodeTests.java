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

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.exc.JacksonIOException;

import dev.replboot.kit.patch.CallerFaultTests.Call;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers whose code is easily taken for the use of a result, or easily isn't.
 */
@Tag("plain")
@NullUnmarked
class CallerFaultCodeTests {

	@ParameterizedTest
	@MethodSource("guilty")
	void resultThatReachesTheFailingLineIsBlamed(String method, Object result, Call caller) throws Exception {
		Throwable thrown = CallerFaultTests.fail(result, caller);
		assertThat(CallerFaultTests.blamed(method, result, thrown)).as(String.valueOf(thrown)).isSameAs(thrown);
	}

	static Stream<Arguments> guilty() {
		return Stream.of(
				// method references
				CallerFaultTests.caller("text", null,
						() -> CallerFaultTests.use(Objects.requireNonNull(got(CallerFaultTests::text)))),
				CallerFaultTests.caller("text", null,
						() -> CallerFaultTests
							.use(Stream.generate(CallerFaultTests::text).limit(1).map(String::length).toList())),
				// loops and lambdas, behind the line of the call
				CallerFaultTests.caller("list", new ArrayList<>(List.of("text")), () -> {
					for (Object each : CallerFaultTests.list()) {
						CallerFaultTests.use("another line");
						CallerFaultTests.use((Integer) each);
					}
				}), CallerFaultTests.caller("list", new ArrayList<>(List.of("text")), () -> {
					List<Object> all = CallerFaultTests.list();
					all.forEach((each) -> {
						CallerFaultTests.use("another line");
						CallerFaultTests.use((Integer) each);
					});
				}), CallerFaultTests.caller("find", "text", () -> {
					Object found = CallerFaultTests.find();
					Supplier<Supplier<Integer>> cast = () -> {
						CallerFaultTests.use("another line");
						return () -> (Integer) found;
					};
					CallerFaultTests.use(cast.get().get());
				}),
				// a statement of several lines
				CallerFaultTests.caller("list", new ArrayList<>(List.of("text")),
						() -> CallerFaultTests.use(CallerFaultTests.list()
							.stream()
							.filter(Objects::nonNull)
							.map((each) -> (Integer) each)
							.toList())),
				CallerFaultTests.caller("find", new Object[] { 1 }, () -> {
					Object found = CallerFaultTests.find();
					String[] names = (String[]) found;
					CallerFaultTests.use(names);
				}));
	}

	@ParameterizedTest
	@MethodSource("innocent")
	void resultThatDoesNotReachTheFailingLineIsNotBlamed(String method, Object result, Call caller) throws Exception {
		Throwable thrown = CallerFaultTests.fail(result, caller);
		assertThat(thrown).isNotNull();
		assertThat(CallerFaultTests.blamed(method, result, thrown)).as(String.valueOf(thrown)).isNull();
	}

	static Stream<Arguments> innocent() {
		return Stream.of(
				// a variable in the place of one that is out of scope
				CallerFaultTests.caller("text", null, () -> {
					if (Clerk.agrees()) {
						String text = CallerFaultTests.text();
						CallerFaultTests.use(text);
					}
					if (Clerk.agrees()) {
						String other = Clerk.nothing();
						CallerFaultTests.use(other.length());
					}
				}),
				// of the same name, or set again
				CallerFaultTests.caller("text", null, () -> {
					if (Clerk.agrees()) {
						String text = CallerFaultTests.text();
						CallerFaultTests.use(text);
					}
					String text = Clerk.nothing();
					CallerFaultTests.use(text.length());
				}), CallerFaultTests.caller("text", null, () -> {
					String text = CallerFaultTests.text();
					CallerFaultTests.use(text);
					text = Clerk.nothing();
					CallerFaultTests.use(text.length());
				}), CallerFaultTests.caller("text", null, () -> {
					String text = Clerk.agrees() ? Clerk.nothing() : CallerFaultTests.text();
					CallerFaultTests.use(text.length());
				}), CallerFaultTests.caller("text", null, () -> Clerk.show(Clerk.nothing())),
				// strings and arrays of another origin
				CallerFaultTests.caller("find", "text", () -> {
					CallerFaultTests.use(CallerFaultTests.find());
					Object other = "another";
					CallerFaultTests.use((Integer) other);
				}), CallerFaultTests.caller("find", new Object[] { 1 }, () -> {
					CallerFaultTests.use(CallerFaultTests.find());
					CallerFaultTests.use(Clerk.names(new ArrayList<>()));
				}), CallerFaultTests.caller("find", "text", () -> {
					Integer number = switch (CallerFaultTests.<Object>find().hashCode()) {
						case 1 -> 1;
						default -> (Integer) Clerk.any();
					};
					CallerFaultTests.use(number);
				}), CallerFaultTests.caller("list", List.of("text"), () -> {
					CallerFaultTests.use(CallerFaultTests.list());
					List<Object> other = List.of("another");
					other.add("more");
				}));
	}

	@Test
	void methodOfTheSameNameIsNotThePatched() throws Exception {
		Method patched = Stock.class.getDeclaredMethod("name", int.class);
		PatchResults results = new PatchResults();
		CallerFailures.Operation operation = CallerFailures.Operation.begin();
		results.add(null, null, System.nanoTime());
		CallerFault fault = CallerFaultTests.fault(patched, results, "a.function");
		Throwable other = CallerFaultTests.fail(null, () -> {
			CallerFaultTests.use(Stock.name(1));
			CallerFaultTests.use(Stock.name("one").length());
		});
		assertThat(other).isInstanceOf(NullPointerException.class);
		assertThat(fault.find(other, operation)).isNull();
		Throwable own = CallerFaultTests.fail(null, () -> CallerFaultTests.use(Stock.name(1).length()));
		assertThat(fault.find(own, operation)).isSameAs(own);
	}

	@Test
	void methodOfASuperclassIsMeantByItsTypeVariable() throws Exception {
		Method patched = Names.class.getDeclaredMethod("name", String.class);
		PatchResults results = new PatchResults();
		CallerFailures.Operation operation = CallerFailures.Operation.begin();
		results.add(null, null, System.nanoTime());
		Source<String> source = new Names();
		Throwable thrown = CallerFaultTests.fail(null, () -> CallerFaultTests.use(source.name("one").length()));
		assertThat(CallerFaultTests.fault(patched, results, "a.function").find(thrown, operation)).isSameAs(thrown);
	}

	@Test
	void nilThatAnotherOperationGotIsNotBlamed() throws Exception {
		PatchResults results = new PatchResults();
		results.add(null, null, System.nanoTime());
		CallerFault fault = CallerFaultTests.fault(CallerFaultTests.class.getDeclaredMethod("text"), results,
				"a.function");
		// the clock may stand still
		CallerFailures.Operation operation = new CallerFailures.Operation(System.nanoTime() + 1,
				Thread.currentThread().getId());
		results.add("text", null, operation.since());
		Throwable thrown = CallerFaultTests.fail("text",
				() -> CallerFaultTests.use(CallerFaultTests.text() + Objects.requireNonNull(Clerk.nothing())));
		assertThat(fault.find(thrown, operation)).isNull();
		results.add(null, null, operation.since());
		assertThat(fault.find(thrown, operation)).isSameAs(thrown);
	}

	@Test
	void resultThatAnotherThreadGotIsBlamedOnlyForWhatFailedThere() throws Exception {
		PatchResults results = new PatchResults();
		CallerFault fault = CallerFaultTests.fault(CallerFaultTests.class.getDeclaredMethod("text"), results,
				"a.function");
		CallerFailures.Operation operation = CallerFailures.Operation.begin();
		Throwable thrown = CallerFaultTests.fail(null, () -> CallerFaultTests.use(CallerFaultTests.text().length()));
		giveElsewhere(results, false);
		assertThat(fault.find(thrown, operation)).isNull();
		assertThat(fault.find(new CompletionException(thrown), operation)).isSameAs(thrown);
	}

	// by a thread that shares a place with this one or doesn't
	private static void giveElsewhere(PatchResults results, boolean shared) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		Thread other;
		do {
			other = new Thread(() -> results.add(null, null, System.nanoTime()));
			threads.add(other);
		}
		while ((other.getId() % 64 == Thread.currentThread().getId() % 64) != shared);
		other.start();
		other.join();
	}

	@Test
	void answerOfSomebodyElseOrForNobodyIsNotBlamed() {
		AnswerFault fault = new AnswerFault(new ReturnedClasses(), true);
		Throwable broken = new CallerFaultTests.UnwrittenException("no content");
		assertThat(fault.find(List.of(broken), true)).isSameAs(broken);
		// perhaps the answer of another handler
		assertThat(fault.find(List.of(broken), false)).isNull();
		IOException gone = new IOException("Broken pipe");
		assertThat(fault.find(List.of(new CallerFaultTests.UnwrittenException("Broken pipe"),
				JacksonIOException.construct(gone), gone), true))
			.isNull();
	}

	@Test
	void resultOfAnOperationThatSharesItsThreadIsNotSurelyIn() {
		PatchResults results = new PatchResults();
		CallerFailures.Operation alone = CallerFailures.Operation.begin();
		CallerFailures.Operation reactive = CallerFailures.Operation.anywhere();
		results.add("text", null, System.nanoTime());
		assertThat(results.areSurelyIn(alone)).isTrue();
		assertThat(results.areIn(reactive)).isTrue();
		assertThat(results.areSurelyIn(reactive)).isFalse();
		results.addLater("text", null);
		assertThat(results.areSurelyIn(alone)).isFalse();
	}

	@Test
	void resultThatAnotherThreadGotInTheSamePlaceIsNotSurelyIn() throws InterruptedException {
		PatchResults results = new PatchResults();
		CallerFailures.Operation operation = CallerFailures.Operation.begin();
		giveElsewhere(results, true);
		assertThat(results.areSurelyIn(operation)).isFalse();
		results.add(null, null, System.nanoTime());
		assertThat(results.areSurelyIn(operation)).isTrue();
	}

	@Test
	void whatTheOriginalGivesTooIsNotBlamed() throws Exception {
		Throwable thrown = CallerFaultTests.fail("text", () -> CallerFaultTests.use((Integer) CallerFaultTests.find()));
		Throwable unwritten = new CallerFaultTests.UnwrittenException(
				"no session (through reference chain: java.util.ArrayList[0]->" + Clerk.class.getName()
						+ "[\"name\"])");
		for (boolean original : new boolean[] { true, false }) {
			PatchResults results = new PatchResults();
			CallerFailures.Operation operation = CallerFailures.Operation.begin();
			CallerFault fault = CallerFaultTests.fault(CallerFaultTests.class.getDeclaredMethod("find"), results,
					"a.function");
			results.add(List.of("text", new Clerk()), original ? List.of("another", new Clerk()) : null,
					System.nanoTime());
			assertThat(fault.find(thrown, operation)).isSameAs(original ? null : thrown);
			assertThat(fault.find(unwritten, operation)).isSameAs(original ? null : unwritten);
			AnswerFault answer = new AnswerFault(results.classes, true);
			assertThat(answer.find(List.of(unwritten), true)).isSameAs(original ? null : unwritten);
		}
	}

	private static <T> T got(Supplier<T> supplier) {
		return supplier.get();
	}

	/**
	 * What is patched has a sibling of the same name.
	 */
	static class Stock {

		static String name(int number) {
			return null;
		}

		static String name(String key) {
			return null;
		}

	}

	/**
	 * What is called.
	 *
	 * @param <T> the type of keys
	 */
	interface Source<T> {

		String name(T key);

	}

	/**
	 * What is patched.
	 */
	static class Names implements Source<String> {

		@Override
		public String name(String key) {
			return null;
		}

	}

	/**
	 * Somebody else, who fails as well.
	 */
	static class Clerk {

		static boolean agrees() {
			return true;
		}

		static void show(String text) {
			if (!agrees()) {
				text = CallerFaultTests.text();
			}
			CallerFaultTests.use(text.length());
		}

		static Object any() {
			return "any";
		}

		static String nothing() {
			return System.getProperty("no such property");
		}

		static String[] names(List<Object> all) {
			Object names = all.toArray();
			return (String[]) names;
		}

	}

}
