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

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import clojure.lang.Compiler;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentVector;
import clojure.lang.ISeq;
import clojure.lang.Keyword;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import clojure.lang.Util;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.text.VisibleText;

/**
 * Shows errors where they are in the user's code. Evaluated code calls classes of this
 * project in many places where it seems to call the JDK's: at polls, guards, and what
 * stands in for methods that wait. None of their stack frames is shown.
 */
final class Traces {

	private static final Pattern OURS = Pattern.compile("dev\\.replboot\\."
			+ "(runtime|eval|kit|session|audit|observation|listener|lifecycle|twin|endpoint|access|agent|autoconfigure)"
			+ "\\..*");

	// what runs a thread, and says nothing when nothing else is left
	private static final Pattern THREADS = Pattern
		.compile("java\\.lang\\.(Virtual)?Thread|java\\.util\\.concurrent\\..*|jdk\\.internal\\..*");

	private static final Set<String> NO_FILES = Set.of("NO_SOURCE_FILE", "NO_SOURCE_PATH", "REPL");

	private static final Keyword TRACE = Keyword.intern("trace");

	private static final Keyword VIA = Keyword.intern("via");

	private static final Keyword AT = Keyword.intern("at");

	private static final Keyword ERROR_LINE = Keyword.intern("clojure.error", "line");

	private static final Keyword ERROR_SOURCE = Keyword.intern("clojure.error", "source");

	private static final IFn THROWABLE_MAP = RT.var("clojure.core", "Throwable->map");

	private static final IFn FRAME = RT.var("clojure.core", "StackTraceElement->vec");

	private static final IFn TRIAGE = RT.var("clojure.main", "ex-triage");

	private static final IFn WORDS = RT.var("clojure.main", "ex-str");

	private static final IFn PRINT = RT.var("clojure.core", "print");

	private static final IFn FLUSH = RT.var("clojure.core", "flush");

	private Traces() {
	}

	/**
	 * Take our own frames out of the stack of an exception, of its causes and of what it
	 * suppresses, for whoever looks at {@code *e}.
	 * @param thrown the exception
	 */
	static void clean(Throwable thrown) {
		clean(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	private static void clean(@Nullable Throwable thrown, Set<Throwable> seen) {
		for (Throwable each = thrown; each != null && seen.add(each); each = each.getCause()) {
			StackTraceElement[] all = each.getStackTrace();
			StackTraceElement[] theirs = theirs(all);
			if (theirs.length < all.length) {
				each.setStackTrace(theirs);
			}
			for (Throwable suppressed : each.getSuppressed()) {
				clean(suppressed, seen);
			}
		}
	}

	private static StackTraceElement[] theirs(StackTraceElement[] frames) {
		StackTraceElement[] theirs = Arrays.stream(frames)
			.filter((frame) -> !isOurs(frame.getClassName()))
			.toArray(StackTraceElement[]::new);
		boolean nothing = theirs.length < frames.length
				&& Arrays.stream(theirs).allMatch((frame) -> THREADS.matcher(frame.getClassName()).matches());
		return nothing ? new StackTraceElement[0] : theirs;
	}

	private static boolean isOurs(String type) {
		return type.startsWith("dev.replboot.") && OURS.matcher(type).matches();
	}

	/**
	 * Do what {@code clojure.main/repl-caught} does.
	 * @param thrown the exception, after {@link #clean(Throwable)}
	 * @param line the line at which the form begins
	 * @param before called before the first character is printed
	 */
	static void show(Throwable thrown, int line, Runnable before) {
		StackTraceElement[] frames = ErrorPlace.frames(thrown);
		IPersistentMap triage = (IPersistentMap) TRIAGE.invoke(asMap(thrown).assoc(TRACE, vector(frames)));
		if (frames.length == 0) {
			triage = atForm(triage, line);
		}
		// where printing has failed, there is always a symbol for Clojure
		String words = String.valueOf(WORDS.invoke(triage)).replaceFirst(" at null \\(", " at (");
		Var.pushThreadBindings(RT.map(RT.OUT, RT.ERR.deref()));
		try {
			// a message may have rows in it that somebody else has written
			String shown = VisibleText.lines(words);
			before.run();
			PRINT.invoke(shown);
			FLUSH.invoke();
		}
		finally {
			Var.popThreadBindings();
		}
	}

	private static IPersistentMap atForm(IPersistentMap triage, int line) {
		if (triage.containsKey(ERROR_LINE)) {
			return triage;
		}
		IPersistentMap placed = triage.assoc(ERROR_LINE, line);
		Object file = Compiler.SOURCE.deref();
		return (file == null || NO_FILES.contains(file)) ? placed : placed.assoc(ERROR_SOURCE, file);
	}

	/**
	 * An exception as data, as {@code Throwable->map} makes it.
	 * @param thrown the exception
	 * @return the map, without our own frames
	 */
	static IPersistentMap asMap(Throwable thrown) {
		IPersistentMap map = (IPersistentMap) THROWABLE_MAP.invoke(thrown);
		IPersistentVector via = (IPersistentVector) map.valAt(VIA);
		Throwable root = thrown;
		for (int i = 1; i < via.count() && root.getCause() != null; i++) {
			root = root.getCause();
		}
		return map.assoc(TRACE, vector(theirs(root.getStackTrace()))).assoc(VIA, via(thrown, via));
	}

	private static IPersistentVector vector(StackTraceElement[] frames) {
		IPersistentVector vector = PersistentVector.EMPTY;
		for (StackTraceElement frame : frames) {
			vector = vector.cons(FRAME.invoke(frame));
		}
		return vector;
	}

	private static IPersistentVector via(Throwable thrown, IPersistentVector via) {
		IPersistentVector result = PersistentVector.EMPTY;
		Throwable each = thrown;
		for (ISeq causes = RT.seq(via); causes != null; causes = causes.next()) {
			IPersistentMap cause = (IPersistentMap) causes.first();
			Object at = cause.valAt(AT);
			if (each != null && at != null && isOurs(typeOf(at))) {
				StackTraceElement[] theirs = theirs(each.getStackTrace());
				cause = (theirs.length > 0) ? cause.assoc(AT, FRAME.invoke(theirs[0])) : without(cause);
			}
			result = result.cons(cause);
			each = (each != null) ? each.getCause() : null;
		}
		return result;
	}

	private static IPersistentMap without(IPersistentMap cause) {
		try {
			return cause.without(AT);
		}
		catch (Exception ex) {
			throw Util.sneakyThrow(ex);
		}
	}

	private static String typeOf(Object frame) {
		return String.valueOf(((List<?>) frame).get(0));
	}

	/**
	 * Say that an exception can't be shown.
	 * @param thrown the exception
	 * @param unprintable what to show it throws
	 */
	static void sayUnprintable(Throwable thrown, Throwable unprintable) {
		try {
			Writer err = (Writer) RT.ERR.deref();
			err.write("Execution error (" + thrown.getClass().getName() + "). It can't be shown, because that throws "
					+ unprintable.getClass().getName() + ".\n");
			err.flush();
		}
		catch (IOException | RuntimeException | Error again) {
			// the stream is the user's own, or gone; the error is in the outcome
			if (again != unprintable) {
				unprintable.addSuppressed(again);
			}
		}
	}

}
