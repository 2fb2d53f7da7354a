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
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import clojure.lang.IFn;
import clojure.lang.IMeta;
import clojure.lang.IObj;
import clojure.lang.IPersistentMap;
import clojure.lang.ISeq;
import clojure.lang.Keyword;
import clojure.lang.Named;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.TaggedLiteral;
import clojure.lang.Util;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.engine.PrintMethods.Kind;
import dev.replboot.runtime.stop.HostPollSite;

/**
 * Prints values so that a reader can read them back and two runs print the same. It does
 * what {@code pr} does, element by element and in the same order, except for objects that
 * Clojure prints with their identity's hash. Adds nothing to {@code print-method}, which
 * may be the application's; a method that somebody else added to it is called.
 */
public final class ReadablePrinter {

	static final Var ON = Var.intern(ClojureEngine.HOST_NAMESPACE, Symbol.intern("*readable-values*"), Boolean.TRUE)
		.setDynamic();

	static final Var PRINT_LENGTH = RT.var("clojure.core", "*print-length*");

	static final Var PRINT_LEVEL = RT.var("clojure.core", "*print-level*");

	private static final Var PRINT_READABLY = RT.var("clojure.core", "*print-readably*");

	private static final Var PRINT_DUP = RT.var("clojure.core", "*print-dup*");

	private static final Var PRINT_META = RT.var("clojure.core", "*print-meta*");

	private static final Var NAMESPACE_MAPS = RT.var("clojure.core", "*print-namespace-maps*");

	private static final Var FLUSH_ON_NEWLINE = RT.var("clojure.core", "*flush-on-newline*");

	private static final IFn PRINT_METHOD = RT.var("clojure.core", "print-method");

	// prints to a writer that isn't *out*: what a value prints while it is printed stays
	// apart
	private static final IFn PR_ON = RT.var("clojure.core", "pr-on");

	private static final IFn NEWLINE = RT.var("clojure.core", "newline");

	private static final IFn FLUSH = RT.var("clojure.core", "flush");

	private static final IFn DEREF_AS_MAP = RT.var("clojure.core", "deref-as-map");

	private static final Keyword TAG = Keyword.intern("tag");

	private static final Keyword TYPE = Keyword.intern("type");

	private static final long NO_LIMIT = Long.MAX_VALUE;

	private final Writer writer;

	private final long length;

	private final long outermost;

	private final boolean metadata;

	private final boolean lifting;

	private final JavaObjects objects = new JavaObjects(this);

	private ReadablePrinter(Writer writer) {
		this.writer = writer;
		this.length = limit(PRINT_LENGTH);
		this.outermost = limit(PRINT_LEVEL);
		this.metadata = RT.booleanCast(PRINT_META.deref());
		this.lifting = RT.booleanCast(NAMESPACE_MAPS.deref());
	}

	private static long limit(Var var) {
		return (var.deref() instanceof Number limit) ? limit.longValue() : NO_LIMIT;
	}

	/**
	 * Print a value as {@code prn} does, to {@code *out*}.
	 * @param value the value
	 */
	public static void prn(@Nullable Object value) {
		print(value, (Writer) RT.OUT.deref());
		NEWLINE.invoke();
		if (RT.booleanCast(FLUSH_ON_NEWLINE.deref())) {
			FLUSH.invoke();
		}
	}

	/**
	 * Print a value as {@code pr} does.
	 * @param value the value
	 * @param writer where to
	 */
	public static void print(@Nullable Object value, Writer writer) {
		if (isOn()) {
			ReadablePrinter printer = new ReadablePrinter(writer);
			printer.print(value, printer.outermost);
			return;
		}
		PR_ON.invoke(value, writer);
	}

	/**
	 * The text of a value, as {@code pr-str} makes it.
	 * @param value the value
	 * @return what is printed of it
	 */
	public static String text(@Nullable Object value) {
		StringWriter text = new StringWriter();
		print(value, text);
		return text.toString();
	}

	/**
	 * Whether values are printed so that they can be read.
	 * @return {@code false} if the session, or what it has bound, wants something else
	 */
	public static boolean isOn() {
		return RT.booleanCast(ON.deref()) && RT.booleanCast(PRINT_READABLY.deref())
				&& !RT.booleanCast(PRINT_DUP.deref());
	}

	/**
	 * Print a value.
	 * @param value the value
	 * @param level how many levels of nesting may follow
	 */
	void print(@Nullable Object value, long level) {
		if (value == null) {
			PRINT_METHOD.invoke(null, this.writer);
			return;
		}
		IFn method = PrintMethods.byMetadata(value);
		if (method != null) {
			if (PrintMethods.kind(method) == Kind.FOREIGN) {
				foreign(method, value, level);
				return;
			}
			// as the default method does
			IPersistentMap metadata = ((IMeta) value).meta();
			print((value instanceof IObj object) ? object.withMeta(metadata.without(TYPE)) : value.toString(), level);
			return;
		}
		method = PrintMethods.of(value.getClass());
		print(value, PrintMethods.kind(method), method, level);
	}

	private void print(Object value, Kind kind, @Nullable IFn method, long level) {
		switch (kind) {
			case PLAIN, DATE -> {
				if (method != null && (kind == Kind.PLAIN || !this.objects.printTagged(value, level))) {
					String visible = VisibleLiterals.of(value, method);
					if (visible != null) {
						write(visible);
					}
					else {
						method.invoke(value, this.writer);
					}
				}
			}
			case LIST, VECTOR, MAP, LIFTED_MAP, SET -> {
				if (!this.objects.printUnloaded(value, level)) {
					collection(value, kind, level);
				}
			}
			case RECORD -> {
				metadata(value, level);
				write("#" + value.getClass().getName());
				entries("{", value, level);
			}
			case REFERENCE -> {
				metadata(value, level);
				write("#object[" + ClassNames.of(value.getClass()) + " ");
				print(DEREF_AS_MAP.invoke(value), level);
				write("]");
			}
			case TAGGED -> {
				TaggedLiteral literal = (TaggedLiteral) value;
				write("#");
				print(literal.tag, level);
				write(" ");
				print(literal.form, level);
			}
			case THROWABLE -> new ErrorPrinter(this, level).print((Throwable) value);
			case OBJECT -> {
				if (value instanceof IMeta) {
					metadata(value, level);
				}
				this.objects.print(value, level);
			}
			case FOREIGN -> foreign((method != null) ? method : PRINT_METHOD, value, level);
		}
	}

	// it may print what is inside by Clojure's own means
	private void foreign(IFn method, Object value, long level) {
		if (level == this.outermost || this.outermost == NO_LIMIT) {
			method.invoke(value, this.writer);
			return;
		}
		Var.pushThreadBindings(RT.map(PRINT_LEVEL, level));
		try {
			method.invoke(value, this.writer);
		}
		finally {
			Var.popThreadBindings();
		}
	}

	private void collection(Object value, Kind kind, long level) {
		metadata(value, level);
		switch (kind) {
			case LIST -> sequence("(", value, ")", level);
			case VECTOR -> sequence("[", value, "]", level);
			case SET -> sequence("#{", SteadyOrder.of(value), "}", level);
			case LIFTED_MAP -> {
				String namespace = this.lifting ? commonNamespace(value) : null;
				if (namespace != null) {
					entries("#:" + namespace + "{", lifted(value), level);
				}
				else {
					entries("{", value, level);
				}
			}
			default -> entries("{", SteadyOrder.of(value), level);
		}
	}

	private void metadata(Object value, long level) {
		IPersistentMap map = (this.metadata && value instanceof IMeta described) ? described.meta() : null;
		if (map == null || map.count() == 0) {
			return;
		}
		write("^");
		Object tag = (map.count() == 1) ? map.valAt(TAG) : null;
		print((tag != null) ? tag : map, level);
		write(" ");
	}

	/**
	 * Print elements as they come.
	 * @param begin what stands before them
	 * @param elements a collection of Clojure's or Java's, an array, or {@code null}
	 * @param end what stands behind them
	 * @param level how many levels of nesting may follow, this one included
	 */
	void sequence(String begin, @Nullable Object elements, String end, long level) {
		sequence(begin, elements, " ", end, level, (element) -> print(element, level - 1));
	}

	/**
	 * Print the entries of a map, with a closing brace.
	 * @param begin what stands before them
	 * @param map the map, or its entries
	 * @param level how many levels of nesting may follow, this one included
	 */
	void entries(String begin, @Nullable Object map, long level) {
		sequence(begin, map, ", ", "}", level, (entry) -> {
			print(RT.nth(entry, 0), level - 1);
			write(" ");
			print(RT.nth(entry, 1), level - 1);
		});
	}

	// each element is printed after the next one has been asked for, as Clojure does
	private void sequence(String begin, @Nullable Object elements, String separator, String end, long level,
			ElementPrinter printer) {
		if (level <= 0) {
			write("#");
			return;
		}
		write(begin);
		ISeq rest = RT.seq(elements);
		long left = this.length;
		while (rest != null) {
			HostPollSite.poll();
			Object element = rest.first();
			rest = rest.next();
			if (left == 0) {
				write("...");
				break;
			}
			printer.print(element);
			if (rest != null) {
				write(separator);
			}
			left--;
		}
		write(end);
	}

	private static @Nullable String commonNamespace(Object map) {
		String common = null;
		for (ISeq rest = RT.seq(map); rest != null; rest = rest.next()) {
			Object key = RT.nth(rest.first(), 0);
			String namespace = (key instanceof Keyword || key instanceof Symbol) ? ((Named) key).getNamespace() : null;
			if (namespace == null || (common != null && !common.equals(namespace))) {
				return null;
			}
			common = namespace;
		}
		return common;
	}

	private static List<Object> lifted(Object map) {
		List<Object> entries = new ArrayList<>();
		for (ISeq rest = RT.seq(map); rest != null; rest = rest.next()) {
			Map.Entry<?, ?> entry = (Map.Entry<?, ?>) rest.first();
			Object key = (entry.getKey() instanceof Symbol symbol) ? Symbol.intern(symbol.getName())
					: Keyword.intern(((Keyword) entry.getKey()).getName());
			entries.add(RT.vector(key, entry.getValue()));
		}
		return entries;
	}

	/**
	 * How many elements of a collection are printed.
	 * @return the number, without end if there is no limit
	 */
	long length() {
		return this.length;
	}

	void write(String text) {
		try {
			this.writer.write(text);
		}
		catch (IOException ex) {
			throw Util.sneakyThrow(ex);
		}
	}

	/**
	 * Prints an element.
	 */
	private interface ElementPrinter {

		void print(@Nullable Object element);

	}

}
