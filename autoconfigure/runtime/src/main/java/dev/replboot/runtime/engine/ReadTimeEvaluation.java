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

import java.io.PushbackReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

import clojure.lang.AFn;
import clojure.lang.APersistentMap;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.LineNumberingPushbackReader;
import clojure.lang.LispReader;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Util;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.runtime.StepHooks;

/**
 * Reports code that Clojure's reader is about to run before it runs, so that nothing is
 * evaluated without having been announced: {@code #=}, constructor and record literals,
 * and tagged literals, unless their function is one of Clojure's own or of ours. It
 * stands in front of the reader's own functions, which do the work.
 *
 * @see <a href=
 * "https://github.com/clojure/clojure/blob/clojure-1.12.0/src/jvm/clojure/lang/LispReader.java">LispReader</a>
 */
final class ReadTimeEvaluation {

	private static final ThreadLocal<@Nullable Reading> CURRENT = new ThreadLocal<>();

	private static final Var DATA_READERS = RT.var("clojure.core", "*data-readers*");

	private static final Var DEFAULT_DATA_READERS = RT.var("clojure.core", "default-data-readers");

	private static final Var SUPPRESS_READ = RT.var("clojure.core", "*suppress-read*");

	private static final Var DEFAULT_READER = RT.var("clojure.core", "*default-data-reader-fn*");

	private static final Var RESOLVER = RT.var("clojure.core", "*reader-resolver*");

	private static final MethodHandle READ = readMethod();

	/**
	 * Clojure's own functions for tags, as they were before anybody could change them.
	 */
	private static final Map<Var, Object> OWN = ownReaders();

	private ReadTimeEvaluation() {
	}

	static void install() {
		try {
			// no public way exists to add to the reader's dispatch table
			IFn[] macros = (IFn[]) field("dispatchMacros").get(null);
			if (!(macros['='] instanceof EvalReader)) {
				macros['='] = new EvalReader(macros['=']);
			}
			Field constructors = field("ctorReader");
			IFn original = (IFn) constructors.get(null);
			if (!(original instanceof TagReader)) {
				constructors.set(null, new TagReader(original));
			}
		}
		catch (ReflectiveOperationException ex) {
			throw otherClojure(ex);
		}
	}

	/**
	 * Give the reader its own functions back.
	 */
	static void uninstall() {
		try {
			IFn[] macros = (IFn[]) field("dispatchMacros").get(null);
			if (macros['='] instanceof Announcing announcing) {
				macros['='] = announcing.original;
			}
			Field constructors = field("ctorReader");
			if (constructors.get(null) instanceof Announcing announcing) {
				constructors.set(null, announcing.original);
			}
		}
		catch (ReflectiveOperationException ex) {
			throw otherClojure(ex);
		}
	}

	private static Field field(String name) throws ReflectiveOperationException {
		Field field = LispReader.class.getDeclaredField(name);
		field.setAccessible(true);
		return field;
	}

	private static MethodHandle readMethod() {
		try {
			Method read = LispReader.class.getDeclaredMethod("read", PushbackReader.class, boolean.class, Object.class,
					boolean.class, Object.class, Object.class);
			read.setAccessible(true);
			return MethodHandles.lookup().unreflect(read);
		}
		catch (ReflectiveOperationException ex) {
			throw otherClojure(ex);
		}
	}

	static RuntimeLoadException otherClojure(ReflectiveOperationException ex) {
		return new RuntimeLoadException("This version of Clojure has another reader: "
				+ "use Clojure 1.12, the version that this starter brings.", ex);
	}

	private static Map<Var, Object> ownReaders() {
		Map<Var, Object> own = new IdentityHashMap<>();
		for (Object reader : ((Map<?, ?>) DEFAULT_DATA_READERS.getRawRoot()).values()) {
			own.put((Var) reader, ((Var) reader).getRawRoot());
		}
		return own;
	}

	/**
	 * A form is read on this thread from now on.
	 * @param hooks told of what the reader is about to run
	 * @param source where the form is read from
	 */
	static void during(StepHooks hooks, LineNumberingPushbackReader source) {
		CURRENT.set(new Reading(hooks, source));
		if (RESOLVER.deref() != null) {
			hooks.evaluatingWhileReading("*reader-resolver*", namespace());
			hooks.readerRunsCode();
		}
	}

	static void over() {
		CURRENT.remove();
	}

	private static Object read(Object reader, boolean recursive, Object options, @Nullable Object pending) {
		try {
			return READ.invoke((PushbackReader) reader, true, (Object) null, recursive, options, pending);
		}
		catch (Throwable ex) {
			throw Util.sneakyThrow(ex);
		}
	}

	private static String namespace() {
		return String.valueOf(RT.CURRENT_NS.deref());
	}

	/**
	 * Stands for a function of the reader. What it has read itself it hands on as what
	 * the reader has pending, which comes before what is in the source.
	 */
	private abstract static class Announcing extends AFn {

		private final String prefix;

		private final IFn original;

		Announcing(String prefix, IFn original) {
			this.prefix = prefix;
			this.original = original;
		}

		@Override
		public @Nullable Object invoke(Object reader, Object character, Object options, @Nullable Object pending) {
			Reading reading = CURRENT.get();
			if (reading == null) {
				InputForms.readerMayRunCode(reader);
			}
			if (reading == null && !isRedirected()) {
				return this.original.invoke(reader, character, options, pending);
			}
			int start = (reading != null) ? reading.position(reader) : -1;
			List<@Nullable Object> forms = read(reader, options, pending);
			if (reading != null && runsCode(forms, options)) {
				reading.hooks().evaluatingWhileReading(this.prefix + text(reading, reader, start, forms), namespace());
				if (findsCode(forms)) {
					reading.hooks().readerRunsCode();
				}
			}
			if (isRedirected()) {
				redirect(forms);
			}
			return this.original.invoke(reader, character, options, forms);
		}

		// not by a method of the list, whose frame would be the place of a refusal
		private static void redirect(List<@Nullable Object> forms) {
			for (int i = 0; i < forms.size(); i++) {
				forms.set(i, SharedCalls.redirected(forms.get(i)));
			}
		}

		private String text(Reading reading, Object reader, int start, List<@Nullable Object> forms) {
			String text = reading.text(reader, start);
			return (text != null) ? text : printed(forms);
		}

		abstract List<@Nullable Object> read(Object reader, Object options, @Nullable Object pending);

		// whether what is read is a call, rather than data
		boolean isRedirected() {
			return false;
		}

		abstract boolean runsCode(List<@Nullable Object> forms, Object options);

		// whether there is something to run, and not only a tag that nobody knows
		boolean findsCode(List<@Nullable Object> forms) {
			return true;
		}

		abstract String printed(List<@Nullable Object> forms);

	}

	private static final class EvalReader extends Announcing {

		EvalReader(IFn original) {
			super("#=", original);
		}

		@Override
		List<@Nullable Object> read(Object reader, Object options, @Nullable Object pending) {
			List<@Nullable Object> forms = new LinkedList<>();
			forms.add(ReadTimeEvaluation.read(reader, true, options, pending));
			return forms;
		}

		@Override
		boolean isRedirected() {
			return SharedCalls.current() != null;
		}

		@Override
		boolean runsCode(List<@Nullable Object> forms, Object options) {
			return true;
		}

		@Override
		String printed(List<@Nullable Object> forms) {
			return RT.printString(forms.get(0));
		}

	}

	private static final class TagReader extends Announcing {

		TagReader(IFn original) {
			super("#", original);
		}

		@Override
		List<@Nullable Object> read(Object reader, Object options, @Nullable Object pending) {
			List<@Nullable Object> forms = new LinkedList<>();
			Object tag = ReadTimeEvaluation.read(reader, false, options, pending);
			forms.add(tag);
			if (tag instanceof Symbol) {
				forms.add(ReadTimeEvaluation.read(reader, true, options, pending));
			}
			return forms;
		}

		@Override
		boolean runsCode(List<@Nullable Object> forms, Object options) {
			if (!(forms.get(0) instanceof Symbol tag) || isPreserved(options)) {
				return false;
			}
			return tag.getName().contains(".") || !isOwn(tag);
		}

		@Override
		boolean findsCode(List<@Nullable Object> forms) {
			return !(forms.get(0) instanceof Symbol tag) || tag.getName().contains(".")
					|| find(DATA_READERS.deref(), tag) != null || find(DEFAULT_DATA_READERS.deref(), tag) != null
					|| DEFAULT_READER.deref() != null;
		}

		private static boolean isPreserved(Object options) {
			return RT.booleanCast(SUPPRESS_READ.deref()) || (options instanceof IPersistentMap map
					&& map.valAt(LispReader.OPT_READ_COND) == LispReader.COND_PRESERVE);
		}

		private static boolean isOwn(Symbol tag) {
			Object function = find(DATA_READERS.deref(), tag);
			if (function == null) {
				function = find(DEFAULT_DATA_READERS.deref(), tag);
			}
			return ValueTags.isOurs(function)
					|| (function instanceof Var var && OWN.containsKey(var) && OWN.get(var) == var.deref());
		}

		// what isn't Clojure's own kind of map may run code to find something
		private static @Nullable Object find(@Nullable Object readers, Symbol tag) {
			return (readers instanceof APersistentMap map) ? map.valAt(tag) : readers;
		}

		@Override
		String printed(List<@Nullable Object> forms) {
			return forms.get(0) + " " + RT.printString(forms.get(1));
		}

	}

	/**
	 * What is read at the moment.
	 *
	 * @param hooks told of what is about to run
	 * @param source where it is read from
	 */
	private record Reading(StepHooks hooks, LineNumberingPushbackReader source) {

		/**
		 * Where the source is, in the text that it keeps of the form.
		 * @param reader what a function of the reader was called with
		 * @return the position, or -1 if that is another source
		 */
		int position(Object reader) {
			StringBuilder kept = (reader == this.source) ? CapturedText.of(this.source) : null;
			return (kept != null) ? kept.length() : -1;
		}

		@Nullable String text(Object reader, int start) {
			StringBuilder kept = (start >= 0) ? CapturedText.of(this.source) : null;
			return (kept != null) ? kept.substring(start) : null;
		}

	}

}
