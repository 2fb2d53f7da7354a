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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.NullUnmarked;

/**
 * Methods that differ in what they declare, take and give, and in what they do.
 */
@NullUnmarked
final class ManyMethods {

	private ManyMethods() {
	}

	static void addTo(ManyKinds.Adder kinds) {
		kinds.add("static", Plain.class, "twice", () -> Plain.twice(4), 9, "9");
		kinds.add("instance", Plain.class, "price", () -> new Plain().price(3), 7, "7");
		kinds.add("private", Plain.class, "secret", () -> new Plain().callsSecret(), "open", "open");
		kinds.add("protected, of a subclass's object", Plain.class, "guarded", () -> new Heir().guarded(), 1, "1");
		kinds.add("overridden, called by super", Plain.class, "named", () -> new Heir().named(), "x", "heir of x");
		kinds.add("overriding", Heir.class, "named", () -> new Heir().named(), "y", "y");
		kinds.add("final", Plain.class, "sealed", () -> new Plain().sealed(), 'b', "b");
		kinds.add("void", Plain.class, "nothing", () -> {
			new Plain().nothing("a");
			return "done";
		}, null, "done");
		kinds.add("small primitives", Plain.class, "small",
				() -> new Plain().small(true, (byte) 1, (short) 2, 'c', 2.5f), (short) 9, "9");
		kinds.add("wide primitives", Plain.class, "wide", () -> new Plain().wide(1L << 40, 0.5, 3, 4L), 2.25, "2.25");
		kinds.add("long result", Plain.class, "far", () -> new Plain().far(2), 5L, "5");
		kinds.add("many arguments", Plain.class, "many",
				() -> new Plain().many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, (short) 11, 12, 13, 14, 15), 0L, "0");
		kinds.add("variable arguments", Plain.class, "sum(int...)", () -> new Plain().sum(1, 2, 3), 8, "8");
		kinds.add("array of arrays", Plain.class, "turned",
				() -> Arrays.deepToString(new Plain().turned(new int[][] { { 1, 2 }, { 3, 4 } })),
				new int[][] { { 5 } }, "[[5]]");
		kinds.add("array of objects", Plain.class, "names", () -> Arrays.toString(new Plain().names("a", null)),
				new String[] { "z" }, "[z]");
		kinds.add("generic method", Plain.class, "greatest", () -> new Plain().greatest(List.of(2, 5, 3)), 4, "4");
		kinds.add("synchronized", Plain.class, "locked", () -> new Plain().locked(), 0, "0");
		kinds.add("static synchronized", Plain.class, "allLocked", Plain::allLocked, 0, "0");
		kinds.add("checked exception", Plain.class, "reads", () -> new Plain().reads("none"), "text", "text");
		kinds.add("unchecked exception", Plain.class, "fails", () -> new Plain().fails(), "text", "text");
		kinds.add("error", Plain.class, "asserts", () -> new Plain().asserts(), 3, "3");
		kinds.add("recursion", Plain.class, "factorial", () -> new Plain().factorial(5), 2L, "2");
		kinds.add("recursion of two", Plain.class, "even", () -> new Plain().even(7), true, "true");
		kinds.add("loops, branches and finally", Plain.class, "winding", () -> new Plain().winding(9), "short",
				"short");
		kinds.add("inner class", Plain.Inner.class, "outer", () -> new Plain().new Inner().outer(), "in", "in");
		kinds.add("anonymous class", Plain.ANONYMOUS.getClass(), "get", Plain.ANONYMOUS::get, "somebody", "somebody");
	}

	static class Plain {

		static final Supplier<String> ANONYMOUS = new Supplier<>() {

			@Override
			public String get() {
				return "nobody";
			}

		};

		static int twice(int number) {
			ManyKinds.note("twice");
			return 2 * number;
		}

		int price(int quantity) {
			ManyKinds.note("price");
			return 2 * quantity;
		}

		private String secret() {
			ManyKinds.note("secret");
			return "secret";
		}

		String callsSecret() {
			return secret();
		}

		protected int guarded() {
			return 12;
		}

		String named() {
			ManyKinds.note("named");
			return "plain";
		}

		final char sealed() {
			return 'a';
		}

		void nothing(String text) {
			ManyKinds.note(text);
		}

		short small(boolean flag, byte one, short two, char three, float four) {
			ManyKinds.note(flag + " " + one + " " + two + " " + three + " " + four);
			return (short) (one + two);
		}

		double wide(long one, double two, int three, long four) {
			ManyKinds.note(one + " " + two + " " + three + " " + four);
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
			ManyKinds.note(numbers.length);
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
			ManyKinds.note(Thread.holdsLock(this));
			return 1;
		}

		static synchronized int allLocked() {
			ManyKinds.note(Thread.holdsLock(Plain.class));
			return 1;
		}

		String reads(String name) throws IOException {
			ManyKinds.note(name);
			throw new FileNotFoundException(name);
		}

		String fails() {
			throw new IllegalArgumentException("none");
		}

		int asserts() {
			throw new AssertionError("never");
		}

		long factorial(int number) {
			ManyKinds.note(number);
			return (number <= 1) ? 1 : number * factorial(number - 1);
		}

		boolean even(int number) {
			ManyKinds.note(number);
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
				ManyKinds.note(ex.getMessage());
			}
			finally {
				ManyKinds.note(wide + " " + broad);
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

}
