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

import java.util.IdentityHashMap;
import java.util.Map;

import clojure.lang.IFn;
import clojure.lang.IMeta;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.MultiFn;
import clojure.lang.RT;
import org.jspecify.annotations.Nullable;

/**
 * The methods of {@code clojure.core/print-method}: which of them are Clojure's own, for
 * what, and which one prints a value. All others belong to somebody who wants the values
 * of a type printed in another way, and are called.
 */
final class PrintMethods {

	private static final Keyword TYPE = Keyword.intern("type");

	private static final MultiFn PRINT_METHOD = (MultiFn) RT.var("clojure.core", "print-method").deref();

	private static final Map<String, Kind> KINDS = Map.ofEntries(Map.entry("clojure.lang.ISeq", Kind.LIST),
			Map.entry("clojure.core.Eduction", Kind.LIST), Map.entry("java.util.List", Kind.LIST),
			Map.entry("clojure.lang.IPersistentVector", Kind.VECTOR), Map.entry("java.util.RandomAccess", Kind.VECTOR),
			Map.entry("clojure.lang.IPersistentMap", Kind.LIFTED_MAP), Map.entry("java.util.Map", Kind.MAP),
			Map.entry("clojure.lang.IPersistentSet", Kind.SET), Map.entry("java.util.Set", Kind.SET),
			Map.entry("clojure.lang.IRecord", Kind.RECORD), Map.entry("clojure.lang.IDeref", Kind.REFERENCE),
			Map.entry("clojure.lang.TaggedLiteral", Kind.TAGGED),
			Map.entry("clojure.lang.ReaderConditional", Kind.FOREIGN), Map.entry("java.lang.Throwable", Kind.THROWABLE),
			Map.entry("java.util.Date", Kind.DATE), Map.entry("java.sql.Timestamp", Kind.DATE),
			Map.entry("java.lang.Object", Kind.OBJECT));

	private static final Map<IFn, Kind> OWN = own();

	private PrintMethods() {
	}

	private static Map<IFn, Kind> own() {
		Map<IFn, Kind> own = new IdentityHashMap<>();
		for (Object each : PRINT_METHOD.getMethodTable()) {
			Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
			IFn method = (IFn) entry.getValue();
			if (isClojures(method)) {
				String type = (entry.getKey() instanceof Class<?> key) ? key.getName() : "";
				own.put(method, KINDS.getOrDefault(type, Kind.PLAIN));
			}
		}
		return own;
	}

	// the application may have replaced them before
	private static boolean isClojures(IFn method) {
		String name = method.getClass().getName();
		return name.startsWith("clojure.core$") || name.startsWith("clojure.instant$")
				|| name.startsWith("clojure.uuid$");
	}

	/**
	 * The method that prints values of a class.
	 * @param type the class
	 * @return the method, or {@code null} if several fit equally well
	 */
	static @Nullable IFn of(Class<?> type) {
		try {
			return PRINT_METHOD.getMethod(type);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * What a method prints.
	 * @param method the method
	 * @return its kind; foreign for one that isn't Clojure's own
	 */
	static Kind kind(@Nullable IFn method) {
		return (method != null) ? OWN.getOrDefault(method, Kind.FOREIGN) : Kind.OBJECT;
	}

	/**
	 * The method for what a value says in its metadata that it is.
	 * @param value the value
	 * @return the method, or {@code null} if its class decides
	 */
	static @Nullable IFn byMetadata(Object value) {
		IPersistentMap metadata = (value instanceof IMeta described) ? described.meta() : null;
		Object type = (metadata != null) ? metadata.valAt(TYPE) : null;
		return (type instanceof Keyword) ? PRINT_METHOD.getMethod(type) : null;
	}

	/**
	 * What Clojure's own methods print.
	 */
	enum Kind {

		/** What has nothing inside. */
		PLAIN,

		/** In parentheses. */
		LIST,

		/** In brackets. */
		VECTOR,

		/** In braces. */
		MAP,

		/** In braces, with the namespace that all keys have before them. */
		LIFTED_MAP,

		/** In braces after a number sign. */
		SET,

		/** A map with the name of its class before it. */
		RECORD,

		/** An atom, a delay and the like. */
		REFERENCE,

		/** A tagged literal. */
		TAGGED,

		/** An exception. */
		THROWABLE,

		/** A {@code java.util.Date} or one of its subclasses. */
		DATE,

		/** Any object of Java's. */
		OBJECT,

		/** Not Clojure's own method. */
		FOREIGN

	}

}
