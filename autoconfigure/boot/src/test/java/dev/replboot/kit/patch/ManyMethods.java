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

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Methods of many kinds, each with a call of it and with what may stand in its place.
 * What the methods do on the way is noted, so that the order shows too.
 */
@NullUnmarked
public final class ManyMethods {

	private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

	private static final List<String> NOTES = new ArrayList<>();

	static {
		add("static", Plain.class, "twice", () -> Plain.twice(4), 9, "9");
		add("instance", Plain.class, "price", () -> new Plain().price(3), 7, "7");
		add("private", Plain.class, "secret", () -> new Plain().callsSecret(), "open", "open");
		add("protected, of a subclass's object", Plain.class, "guarded", () -> new Heir().guarded(), 1, "1");
		add("overridden, called by super", Plain.class, "named", () -> new Heir().named(), "x", "heir of x");
		add("overriding", Heir.class, "named", () -> new Heir().named(), "y", "y");
		add("final", Plain.class, "sealed", () -> new Plain().sealed(), 'b', "b");
		add("void", Plain.class, "nothing", () -> {
			new Plain().nothing("a");
			return "done";
		}, null, "done");
		add("small primitives", Plain.class, "small", () -> new Plain().small(true, (byte) 1, (short) 2, 'c', 2.5f),
				(short) 9, "9");
		add("wide primitives", Plain.class, "wide", () -> new Plain().wide(1L << 40, 0.5, 3, 4L), 2.25, "2.25");
		add("long result", Plain.class, "far", () -> new Plain().far(2), 5L, "5");
		add("many arguments", Plain.class, "many",
				() -> new Plain().many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, (short) 11, 12, 13, 14, 15), 0L, "0");
		add("variable arguments", Plain.class, "sum(int...)", () -> new Plain().sum(1, 2, 3), 8, "8");
		add("array of arrays", Plain.class, "turned",
				() -> Arrays.deepToString(new Plain().turned(new int[][] { { 1, 2 }, { 3, 4 } })),
				new int[][] { { 5 } }, "[[5]]");
		add("array of objects", Plain.class, "names", () -> Arrays.toString(new Plain().names("a", null)),
				new String[] { "z" }, "[z]");
		add("generic method", Plain.class, "greatest", () -> new Plain().greatest(List.of(2, 5, 3)), 4, "4");
		add("synchronized", Plain.class, "locked", () -> new Plain().locked(), 0, "0");
		add("static synchronized", Plain.class, "allLocked", Plain::allLocked, 0, "0");
		add("checked exception", Plain.class, "reads", () -> new Plain().reads("none"), "text", "text");
		add("unchecked exception", Plain.class, "fails", () -> new Plain().fails(), "text", "text");
		add("error", Plain.class, "asserts", () -> new Plain().asserts(), 3, "3");
		add("recursion", Plain.class, "factorial", () -> new Plain().factorial(5), 2L, "2");
		add("recursion of two", Plain.class, "even", () -> new Plain().even(7), true, "true");
		add("loops, branches and finally", Plain.class, "winding", () -> new Plain().winding(9), "short", "short");
		add("close, with an exception suppressed", Resource.class, "close", () -> {
			try (Resource opened = new Resource()) {
				throw new IllegalStateException("body of " + opened);
			}
		}, null, null);
		add("bridge", Upper.class, "apply", () -> call(new Upper(), "a"), "b", "b");
		add("result of a subtype", Narrow.class, "copy", () -> ((Wide) new Narrow()).copy().toString(), new Narrow(),
				"narrow");
		add("generic class", Box.class, "put", () -> new Box<>("a").put("b"), "c", "c");
		add("inner class", Plain.Inner.class, "outer", () -> new Plain().new Inner().outer(), "in", "in");
		add("class in a class in a class", Deep.Deeper.Deepest.class, "depth", () -> new Deep.Deeper.Deepest().depth(),
				0, "0");
		add("anonymous class", Plain.ANONYMOUS.getClass(), "get", Plain.ANONYMOUS::get, "somebody", "somebody");
		add("default of an interface", Greeting.class, "greet", () -> ((Greeting) () -> "day").greet(), "hi", "hi");
		add("static of an interface", Greeting.class, "of", () -> Greeting.of("x"), "y", "y");
		add("private of an interface", Greeting.class, "polite", () -> ((Greeting) () -> "day").greet(), "bad ",
				"bad day");
		add("lambda body", Lambdas.class, "lambda$tenfold$0", () -> Lambdas.tenfold().applyAsInt(4), 1, "1");
		add("method of a method reference", Lambdas.class, "increase", () -> Lambdas.reference().applyAsInt(4), 1, "1");
		add("accessor of a record", Pair.class, "left", () -> new Pair(4, 2).left(), 40, "40");
		add("text of a record", Pair.class, "toString", () -> new Pair(4, 2), "pair", "pair");
		add("enum", Colour.class, "code", Colour.RED::code, "q", "q");
		add("body of a constant", Colour.BLUE.getClass(), "code", Colour.BLUE::code, "q", "q");
		add("hash code of a key", Key.class, "hashCode",
				() -> new HashMap<>(Map.of(new Key(1), "found")).get(new Key(1)), 1, "found");
		add("optional", Later.class, "optional", () -> new Later().optional("a"), Optional.empty(), "Optional.empty");
		add("stream", Later.class, "stream", () -> new Later().stream(3).toList(), (Supplier<?>) () -> Stream.of(9),
				"[9]");
		add("future", Later.class, "future", () -> new Later().future().get(), CompletableFuture.completedFuture("now"),
				"now");
		add("failed future", Later.class, "failedFuture", () -> new Later().failedFuture().get(),
				CompletableFuture.completedFuture("now"), "now");
		add("task", Later.class, "task", () -> new Later().task().call(), (Callable<String>) () -> "mine", "mine");
		add("mono", Later.class, "mono", () -> new Later().mono().block(), Mono.just("one"), "one");
		add("flux", Later.class, "flux", () -> new Later().flux().collectList().block(), Flux.just(7), "[7]");
		ManyBeans.addTo(ManyMethods::add);
	}

	private ManyMethods() {
	}

	private static void add(String name, Object target, String method, Callable<?> call, Object instead, String then) {
		KINDS.put(name, new Kind(name, target, method, call, instead, then));
	}

	static List<Kind> all() {
		return List.copyOf(KINDS.values());
	}

	/**
	 * What a kind's method is of.
	 * @param name the kind
	 * @return a class or an object
	 */
	public static Object target(String name) {
		return KINDS.get(name).target;
	}

	/**
	 * What may stand in place of what a kind's method gives.
	 * @param name the kind
	 * @return the value
	 */
	public static Object instead(String name) {
		Object instead = KINDS.get(name).instead;
		return (instead instanceof Supplier<?> made) ? made.get() : instead;
	}

	static void note(Object what) {
		synchronized (NOTES) {
			NOTES.add(String.valueOf(what));
		}
	}

	private static <A, B> B call(Function<A, B> function, A argument) {
		return function.apply(argument);
	}

	/**
	 * A kind of method.
	 *
	 * @param name its name
	 * @param target a class or an object
	 * @param method the method
	 * @param call calls it
	 * @param instead what may stand in place of what it gives, or makes that
	 * @param then what the call gives then, or {@code null} if it fails as without
	 */
	record Kind(String name, Object target, String method, Callable<?> call, Object instead, String then) {

		/**
		 * Call it.
		 * @return what it has noted, and what it gives or throws
		 */
		String outcome() {
			synchronized (NOTES) {
				NOTES.clear();
			}
			String end;
			try {
				end = "=> " + this.call.call();
			}
			catch (Throwable ex) {
				end = "threw " + ex + " suppressed " + Arrays.toString(ex.getSuppressed());
			}
			synchronized (NOTES) {
				return NOTES + " " + end;
			}
		}

		/**
		 * Whether an outcome is what is expected when something stands in its place.
		 * @param outcome what the call gave
		 * @return whether it is
		 */
		boolean isReplaced(String outcome) {
			return (this.then != null) ? outcome.endsWith("] => " + this.then) : outcome.endsWith("suppressed []");
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	static class Plain {

		static final Supplier<String> ANONYMOUS = new Supplier<>() {

			@Override
			public String get() {
				return "nobody";
			}

		};

		static int twice(int number) {
			note("twice");
			return 2 * number;
		}

		int price(int quantity) {
			note("price");
			return 2 * quantity;
		}

		private String secret() {
			note("secret");
			return "secret";
		}

		String callsSecret() {
			return secret();
		}

		protected int guarded() {
			return 12;
		}

		String named() {
			note("named");
			return "plain";
		}

		final char sealed() {
			return 'a';
		}

		void nothing(String text) {
			note(text);
		}

		short small(boolean flag, byte one, short two, char three, float four) {
			note(flag + " " + one + " " + two + " " + three + " " + four);
			return (short) (one + two);
		}

		double wide(long one, double two, int three, long four) {
			note(one + " " + two + " " + three + " " + four);
			double product = one * two;
			return product + three + four;
		}

		long far(int number) {
			return (1L << 40) + number;
		}

		long many(int a, long b, int c, double d, int e, long f, float g, double h, long i, int j, short k, long l,
				double m, int n, long o) {
			return (long) (a + b + c + d + e + f + g + h + i + j + k + l + m + n + o);
		}

		int sum(int... numbers) {
			note(numbers.length);
			return Arrays.stream(numbers).sum();
		}

		int[][] turned(int[][] grid) {
			return new int[][] { { grid[0][0], grid[1][0] }, { grid[0][1], grid[1][1] } };
		}

		String[] names(String... names) {
			return names.clone();
		}

		<T extends Comparable<T>> T greatest(List<? extends T> all) {
			T greatest = all.get(0);
			for (T each : all) {
				greatest = (each.compareTo(greatest) > 0) ? each : greatest;
			}
			return greatest;
		}

		synchronized int locked() {
			note(Thread.holdsLock(this));
			return 1;
		}

		static synchronized int allLocked() {
			note(Thread.holdsLock(Plain.class));
			return 1;
		}

		String reads(String name) throws IOException {
			note(name);
			throw new FileNotFoundException(name);
		}

		String fails() {
			throw new IllegalArgumentException("none");
		}

		int asserts() {
			throw new AssertionError("never");
		}

		long factorial(int number) {
			note(number);
			return (number <= 1) ? 1 : number * factorial(number - 1);
		}

		boolean even(int number) {
			note(number);
			return number == 0 || odd(number - 1);
		}

		private boolean odd(int number) {
			return number != 0 && even(number - 1);
		}

		String winding(int rounds) {
			StringBuilder text = new StringBuilder();
			long wide = 1;
			double broad = 0.5;
			try {
				for (int i = 0; i < rounds; i++) {
					switch (i % 3) {
						case 0 -> wide += i;
						case 1 -> broad *= 2;
						default -> text.append(i);
					}
					if (wide > 9) {
						throw new IllegalStateException(text.toString());
					}
				}
			}
			catch (IllegalStateException ex) {
				note(ex.getMessage());
			}
			finally {
				note(wide + " " + broad);
			}
			return text.toString();
		}

		class Inner {

			String outer() {
				return named() + " from inside";
			}

		}

	}

	static class Heir extends Plain {

		@Override
		String named() {
			return "heir of " + super.named();
		}

	}

	static class Resource implements Closeable {

		@Override
		public void close() throws IOException {
			note("closed");
			throw new IOException("not closed");
		}

		@Override
		public String toString() {
			return "resource";
		}

	}

	static class Upper implements Function<String, String> {

		@Override
		public String apply(String text) {
			note(text);
			return text.toUpperCase(java.util.Locale.ROOT);
		}

	}

	static class Wide {

		Wide copy() {
			return new Wide();
		}

	}

	static class Narrow extends Wide {

		@Override
		Narrow copy() {
			note("narrow");
			return new Narrow();
		}

		@Override
		public String toString() {
			return "narrow";
		}

	}

	static class Box<T> {

		private T kept;

		Box(T kept) {
			this.kept = kept;
		}

		T put(T value) {
			T before = this.kept;
			this.kept = value;
			return before;
		}

	}

	static class Deep {

		static class Deeper {

			static class Deepest {

				int depth() {
					return 3;
				}

			}

		}

	}

	interface Greeting {

		String word();

		default String greet() {
			return polite() + word();
		}

		private String polite() {
			return "good ";
		}

		static String of(String word) {
			return "of " + word;
		}

	}

	/**
	 * Makes lambdas.
	 */
	public static class Lambdas {

		public static IntUnaryOperator tenfold() {
			return (number) -> number * 10;
		}

		static IntUnaryOperator reference() {
			return Lambdas::increase;
		}

		private static int increase(int number) {
			return number + 1;
		}

	}

	record Pair(int left, int right) {

	}

	enum Colour {

		RED, BLUE {

			@Override
			String code() {
				return "b" + super.code();
			}

		};

		String code() {
			return "r";
		}

	}

	static class Key {

		private final int number;

		Key(int number) {
			this.number = number;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Key key && key.number == this.number;
		}

		@Override
		public int hashCode() {
			return 31 + this.number;
		}

	}

	static class Later {

		Optional<String> optional(String text) {
			return Optional.of(text);
		}

		Stream<Integer> stream(int count) {
			return Stream.iterate(0, (each) -> each + 1).limit(count).peek(ManyMethods::note);
		}

		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(() -> "later");
		}

		CompletableFuture<String> failedFuture() {
			return CompletableFuture.failedFuture(new IllegalStateException("later"));
		}

		Callable<String> task() {
			return () -> {
				note("task");
				return "run";
			};
		}

		Mono<String> mono() {
			return Mono.fromCallable(() -> {
				note("subscribed");
				return "mono";
			});
		}

		Flux<Integer> flux() {
			return Flux.range(1, 3).doOnNext(ManyMethods::note);
		}

	}

}
