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

import java.io.StringWriter;
import java.util.function.Consumer;

import clojure.lang.AFn;
import clojure.lang.Associative;
import clojure.lang.IFn;
import clojure.lang.RT;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.PrintQuotaException;
import dev.replboot.runtime.stop.ReplClosedException;

/**
 * What is handed to {@code tap>}, printed. One thread prints for all sessions, outside of
 * any evaluation, so a value is cut rather than printed without end.
 */
final class Taps extends AFn {

	private static final int MAX_CHARACTERS = 1 << 16;

	private final Consumer<String> taps;

	private final Associative printing;

	private Taps(Consumer<String> taps, Associative printing) {
		this.taps = taps;
		this.printing = printing;
	}

	static Runnable listen(Consumer<String> taps, Associative printing) {
		IFn tap = new Taps(taps, printing);
		ClojureEngine.core("add-tap").invoke(tap);
		return () -> {
			try {
				ClojureEngine.core("remove-tap").invoke(tap);
			}
			catch (ReplClosedException ex) {
				// all of them are gone
			}
		};
	}

	@Override
	public @Nullable Object invoke(@Nullable Object value) {
		CutWriter writer = new CutWriter();
		Var.pushThreadBindings(this.printing.assoc(RT.OUT, writer));
		try {
			DataPrinting.print(value, writer);
		}
		catch (PrintQuotaException ex) {
			// as much as there should be of it was printed
		}
		finally {
			Var.popThreadBindings();
		}
		this.taps.accept(writer.toString());
		return null;
	}

	/**
	 * Takes so much and no more.
	 */
	private static final class CutWriter extends StringWriter {

		@Override
		public void write(int character) {
			super.write(character);
			requireRoom();
		}

		@Override
		public void write(char[] characters, int offset, int length) {
			super.write(characters, offset, Math.min(length, MAX_CHARACTERS));
			requireRoom();
		}

		@Override
		public void write(String text, int offset, int length) {
			super.write(text, offset, Math.min(length, MAX_CHARACTERS));
			requireRoom();
		}

		@Override
		public void write(String text) {
			write(text, 0, text.length());
		}

		private void requireRoom() {
			if (getBuffer().length() >= MAX_CHARACTERS) {
				throw new PrintQuotaException(MAX_CHARACTERS);
			}
		}

	}

}
