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
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

import org.jspecify.annotations.NullUnmarked;

/**
 * Methods of types of many kinds: of interfaces, records, enums, generic and nested
 * classes, and of what the compiler makes of lambdas.
 */
@NullUnmarked
public final class ManyTypes {

	private ManyTypes() {
	}

	static void addTo(ManyKinds.Adder kinds) {
		kinds.add("close, with an exception suppressed", Resource.class, "close", () -> {
			try (Resource opened = new Resource()) {
				throw new IllegalStateException("body of " + opened);
			}
		}, null, null);
		kinds.add("bridge", Upper.class, "apply", () -> call(new Upper(), "a"), "b", "b");
		kinds.add("result of a subtype", Narrow.class, "copy", () -> ((Wide) new Narrow()).copy().toString(),
				new Narrow(), "narrow");
		kinds.add("generic class", Box.class, "put", () -> new Box<>("a").put("b"), "c", "c");
		kinds.add("class in a class in a class", Deep.Deeper.Deepest.class, "depth",
				() -> new Deep.Deeper.Deepest().depth(), 0, "0");
		kinds.add("default of an interface", Greeting.class, "greet", () -> ((Greeting) () -> "day").greet(), "hi",
				"hi");
		kinds.add("static of an interface", Greeting.class, "of", () -> Greeting.of("x"), "y", "y");
		kinds.add("private of an interface", Greeting.class, "polite", () -> ((Greeting) () -> "day").greet(), "bad ",
				"bad day");
		kinds.add("lambda body", Lambdas.class, "lambda$tenfold$0", () -> Lambdas.tenfold().applyAsInt(4), 1, "1");
		kinds.add("method of a method reference", Lambdas.class, "increase", () -> Lambdas.reference().applyAsInt(4), 1,
				"1");
		kinds.add("accessor of a record", Pair.class, "left", () -> new Pair(4, 2).left(), 40, "40");
		kinds.add("text of a record", Pair.class, "toString", () -> new Pair(4, 2), "pair", "pair");
		kinds.add("enum", Colour.class, "code", Colour.RED::code, "q", "q");
		kinds.add("body of a constant", Colour.BLUE.getClass(), "code", Colour.BLUE::code, "q", "q");
		kinds.add("hash code of a key", Key.class, "hashCode",
				() -> new HashMap<>(Map.of(new Key(1), "found")).get(new Key(1)), 1, "found");
	}

	private static <A, B> B call(Function<A, B> function, A argument) {
		return function.apply(argument);
	}

	static class Resource implements Closeable {

		@Override
		public void close() throws IOException {
			ManyKinds.note("closed");
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
			ManyKinds.note(text);
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
			ManyKinds.note("narrow");
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

}
