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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import clojure.lang.AFn;
import clojure.lang.Associative;
import clojure.lang.IFn;
import clojure.lang.RT;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.PrintQuotaException;
import dev.replboot.runtime.stop.Scopes;

/**
 * What is handed to {@code tap>}, printed for the sessions that listen. What an
 * evaluation hands over is printed by its own thread, within its limits, because printing
 * may be code of the evaluation's; and only for those who may see it. What is handed over
 * outside of any evaluation is printed by Clojure's own thread for taps. Values are cut
 * rather than printed without end.
 */
final class Taps extends AFn {

	private static final int MAX_CHARACTERS = 1 << 16;

	private static final int MAX_WAITING = 1024;

	private static final Var TAP = RT.var("clojure.core", "tap>");

	private static final List<Listener> LISTENERS = new CopyOnWriteArrayList<>();

	/**
	 * Values of no evaluation that Clojure's thread hasn't got to.
	 */
	private static final Deque<Object> WAITING = new ArrayDeque<>();

	private static final Object NIL = new Object();

	private final IFn original;

	private final IFn printing = new AFn() {

		@Override
		public @Nullable Object invoke(@Nullable Object value) {
			if (takeWaiting(value)) {
				LISTENERS.forEach((listener) -> listener.print(value));
			}
			return null;
		}

	};

	private Taps(IFn original) {
		this.original = original;
	}

	/**
	 * Stand in front of Clojure's own function, which knows nothing of sessions.
	 */
	static synchronized void install() {
		if (!(TAP.getRawRoot() instanceof Taps)) {
			Taps taps = new Taps((IFn) TAP.getRawRoot());
			TAP.bindRoot(taps);
			ClojureEngine.core("add-tap").invoke(taps.printing);
		}
	}

	/**
	 * Give Clojure's own function its place back, unless somebody else stands there now.
	 */
	static synchronized void uninstall() {
		if (TAP.getRawRoot() instanceof Taps taps) {
			TAP.bindRoot(taps.original);
			ClojureEngine.core("remove-tap").invoke(taps.printing);
		}
		synchronized (WAITING) {
			WAITING.clear();
		}
	}

	/**
	 * Listen.
	 * @param wanted whether what the calling thread hands over is for this listener
	 * @param taps gets each value as it would be printed
	 * @param printing bindings that bound what is printed
	 * @return to be run when there is nobody to listen any more
	 */
	static Runnable listen(BooleanSupplier wanted, Consumer<String> taps, Associative printing) {
		Listener listener = new Listener(wanted, taps, printing);
		LISTENERS.add(listener);
		return () -> LISTENERS.remove(listener);
	}

	@Override
	public @Nullable Object invoke(@Nullable Object value) {
		if (!LISTENERS.isEmpty()) {
			if (Scopes.current() != null) {
				for (Listener listener : LISTENERS) {
					if (listener.wanted.getAsBoolean()) {
						listener.print(value);
					}
				}
			}
			else {
				addWaiting(value);
			}
		}
		return this.original.invoke(value);
	}

	private static void addWaiting(@Nullable Object value) {
		synchronized (WAITING) {
			if (WAITING.size() < MAX_WAITING) {
				WAITING.addLast((value != null) ? value : NIL);
			}
		}
	}

	// the same object: equal ones may be an evaluation's
	private static boolean takeWaiting(@Nullable Object value) {
		Object wanted = (value != null) ? value : NIL;
		synchronized (WAITING) {
			for (var waiting = WAITING.iterator(); waiting.hasNext();) {
				if (waiting.next() == wanted) {
					waiting.remove();
					return true;
				}
			}
			return false;
		}
	}

	/**
	 * Who listens.
	 */
	private static final class Listener {

		private final BooleanSupplier wanted;

		private final Consumer<String> taps;

		private final Associative printing;

		private Listener(BooleanSupplier wanted, Consumer<String> taps, Associative printing) {
			this.wanted = wanted;
			this.taps = taps;
			this.printing = printing;
		}

		private void print(@Nullable Object value) {
			CutWriter writer = new CutWriter();
			Var.pushThreadBindings(this.printing.assoc(RT.OUT, writer));
			try {
				DataPrinting.print(value, writer);
			}
			catch (PrintQuotaException ex) {
				// as much as there should be of it was printed
			}
			catch (Exception ex) {
				// as with Clojure's own taps, who hands a value over doesn't pay for it
				writer.getBuffer().setLength(0);
				writer.getBuffer()
					.append("{:error \"It can't be printed, because that throws ")
					.append(ex.getClass().getName())
					.append(".\"}");
			}
			finally {
				Var.popThreadBindings();
			}
			this.taps.accept(writer.toString());
		}

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
