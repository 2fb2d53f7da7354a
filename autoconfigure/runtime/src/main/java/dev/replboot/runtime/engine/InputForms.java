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

import java.lang.reflect.Field;
import java.util.function.UnaryOperator;

import clojure.lang.AFn;
import clojure.lang.EdnReader;
import clojure.lang.IFn;
import clojure.lang.LineNumberingPushbackReader;
import clojure.lang.LispReader;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.StepHooks;

/**
 * Notices that evaluated code couldn't read a form from the session's input, as
 * {@code (read)} does, and where in that form the reader stopped. Otherwise the session
 * would take the rest for forms of its own. It stands in front of the readers' functions
 * for brackets, strings and prefixes, which do the work.
 */
final class InputForms {

	private static final ThreadLocal<@Nullable InputForms> CURRENT = new ThreadLocal<>();

	private final LineNumberingPushbackReader source;

	private int depth;

	private char first;

	private int start;

	private @Nullable StringBuilder own;

	private @Nullable StringBuilder kept;

	private @Nullable String broken;

	private boolean mayRun;

	private InputForms(LineNumberingPushbackReader source) {
		this.source = source;
	}

	static void install() {
		try {
			replace(LispReader.class, (macro) -> (macro instanceof Watched) ? macro : new Watched(macro));
			replace(EdnReader.class, (macro) -> (macro instanceof Watched) ? macro : new Watched(macro));
		}
		catch (ReflectiveOperationException ex) {
			throw ReadTimeEvaluation.otherClojure(ex);
		}
	}

	/**
	 * Give the readers their own functions back.
	 */
	static void uninstall() {
		try {
			replace(LispReader.class, (macro) -> (macro instanceof Watched watched) ? watched.original : macro);
			replace(EdnReader.class, (macro) -> (macro instanceof Watched watched) ? watched.original : macro);
		}
		catch (ReflectiveOperationException ex) {
			throw ReadTimeEvaluation.otherClojure(ex);
		}
	}

	private static void replace(Class<?> reader, UnaryOperator<IFn> replacement) throws ReflectiveOperationException {
		// no public way exists to change the readers' dispatch tables
		Field field = reader.getDeclaredField("macros");
		field.setAccessible(true);
		IFn[] macros = (IFn[]) field.get(null);
		for (int i = 0; i < macros.length; i++) {
			if (macros[i] != null) {
				macros[i] = replacement.apply(macros[i]);
			}
		}
	}

	/**
	 * Code is evaluated on this thread from now on.
	 * @param source the session's input
	 */
	static void during(LineNumberingPushbackReader source) {
		CURRENT.set(new InputForms(source));
	}

	/**
	 * A reader may run code for a part of a form, which isn't announced because the code
	 * that reads the form is.
	 * @param reader what a function of the reader was called with
	 */
	static void readerMayRunCode(Object reader) {
		InputForms current = CURRENT.get();
		if (current != null && current.source == reader) {
			current.mayRun = true;
		}
	}

	/**
	 * The code is over.
	 * @param hooks told of what it has consumed since a form began that it couldn't read,
	 * unless it has read whole forms only
	 */
	static void over(StepHooks hooks) {
		InputForms current = CURRENT.get();
		CURRENT.remove();
		String text = (current != null) ? current.unread() : null;
		if (current != null && text != null) {
			if (current.mayRun) {
				hooks.readerRunsCode();
			}
			hooks.brokenInput(text);
		}
	}

	private @Nullable String unread() {
		// what was read since then belongs to it as well
		boolean goesOn = this.broken != null && this.kept != null && CapturedText.of(this.source) == this.kept;
		return goesOn ? text() : this.broken;
	}

	private @Nullable String text() {
		StringBuilder kept = this.kept;
		return (kept != null && kept.length() >= this.start) ? this.first + kept.substring(this.start) : null;
	}

	private void begin(char first) {
		if (this.depth++ > 0) {
			return;
		}
		this.broken = null;
		this.mayRun = false;
		this.first = first;
		this.kept = CapturedText.of(this.source);
		if (this.kept != null && this.kept != this.own) {
			// read+string keeps the text as well
			this.start = this.kept.length();
		}
		else {
			this.source.captureString();
			this.own = CapturedText.of(this.source);
			this.kept = this.own;
			this.start = 0;
		}
	}

	private void end(boolean whole) {
		if (--this.depth > 0) {
			return;
		}
		this.broken = whole ? null : text();
		if (whole && this.own != null && CapturedText.of(this.source) == this.own) {
			this.source.getString();
		}
	}

	/**
	 * Stands in place of a function of a reader.
	 */
	private static final class Watched extends AFn {

		private final IFn original;

		Watched(IFn original) {
			this.original = original;
		}

		@Override
		public @Nullable Object invoke(Object reader, Object character, Object options) {
			InputForms current = begun(reader, character);
			if (current == null) {
				return this.original.invoke(reader, character, options);
			}
			boolean whole = false;
			try {
				Object form = this.original.invoke(reader, character, options);
				whole = true;
				return form;
			}
			finally {
				current.end(whole);
			}
		}

		@Override
		public @Nullable Object invoke(Object reader, Object character, Object options, @Nullable Object pending) {
			InputForms current = begun(reader, character);
			if (current == null) {
				return this.original.invoke(reader, character, options, pending);
			}
			boolean whole = false;
			try {
				Object form = this.original.invoke(reader, character, options, pending);
				whole = true;
				return form;
			}
			finally {
				current.end(whole);
			}
		}

		private static @Nullable InputForms begun(Object reader, Object character) {
			InputForms current = CURRENT.get();
			if (current == null || current.source != reader) {
				return null;
			}
			current.begin((Character) character);
			return current;
		}

	}

}
