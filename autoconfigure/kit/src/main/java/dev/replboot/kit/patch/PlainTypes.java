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

import java.util.List;
import java.util.Set;

/**
 * Types of Java's own that may be looked at without calling anything of the
 * application's.
 */
final class PlainTypes {

	private static final List<String> VALUES = List.of("java.lang.Boolean", "java.lang.Character", "java.lang.Byte",
			"java.lang.Short", "java.lang.Integer", "java.lang.Long", "java.lang.Float", "java.lang.Double",
			"java.math.", "java.time.", "java.util.UUID", "java.util.Date", "java.sql.Timestamp", "java.sql.Date",
			"java.sql.Time", "java.net.URI", "clojure.lang.Keyword", "clojure.lang.Symbol", "clojure.lang.Ratio",
			"clojure.lang.BigInt");

	private static final List<String> TEXTS = List.of("java.lang.StringBuilder", "java.lang.StringBuffer",
			"java.lang.Class", "java.lang.Module", "java.lang.reflect.", "java.util.concurrent.atomic.AtomicInteger",
			"java.util.concurrent.atomic.AtomicLong", "java.util.concurrent.atomic.AtomicBoolean",
			"java.util.concurrent.atomic.LongAdder", "java.util.Locale", "java.util.Currency",
			"java.util.regex.Pattern", "java.util.OptionalInt", "java.util.OptionalLong", "java.util.OptionalDouble",
			"java.util.BitSet", "java.io.File", "java.nio.file.", "sun.nio.fs.UnixPath", "sun.nio.fs.WindowsPath",
			"sun.nio.cs.", "java.net.URL", "java.net.Inet4Address", "java.net.Inet6Address", "java.nio.charset.");

	// These hold their elements. Collections that hand on each call to another are left
	// out.
	private static final Set<String> SAFE = Set.of("java.util.ArrayList", "java.util.LinkedList",
			"java.util.ArrayDeque", "java.util.Vector", "java.util.Stack", "java.util.PriorityQueue",
			"java.util.HashMap", "java.util.LinkedHashMap", "java.util.TreeMap", "java.util.HashSet",
			"java.util.LinkedHashSet", "java.util.IdentityHashMap", "java.util.WeakHashMap", "java.util.Hashtable",
			"java.util.Properties", "java.util.EnumMap", "java.util.RegularEnumSet", "java.util.JumboEnumSet",
			"java.util.ImmutableCollections", "java.util.Arrays$ArrayList", "java.util.Collections$EmptyList",
			"java.util.Collections$EmptySet", "java.util.Collections$EmptyMap", "java.util.Collections$SingletonList",
			"java.util.Collections$SingletonSet", "java.util.Collections$SingletonMap",
			"java.util.Collections$CopiesList", "java.util.KeyValueHolder", "java.util.AbstractMap$SimpleEntry",
			"java.util.AbstractMap$SimpleImmutableEntry", "java.util.concurrent.ConcurrentHashMap",
			"java.util.concurrent.ConcurrentSkipListMap", "java.util.concurrent.ConcurrentLinkedQueue",
			"java.util.concurrent.ConcurrentLinkedDeque", "java.util.concurrent.CopyOnWriteArrayList",
			"java.util.concurrent.ArrayBlockingQueue", "java.util.concurrent.LinkedBlockingQueue",
			"java.util.concurrent.LinkedBlockingDeque");

	private static final Set<String> WITH_VIEWS = Set.of("java.util.ArrayList", "java.util.HashMap",
			"java.util.LinkedHashMap", "java.util.ImmutableCollections", "java.util.concurrent.ConcurrentHashMap");

	private static final Set<String> TREE_VIEWS = Set.of("java.util.TreeMap$KeySet", "java.util.TreeMap$Values",
			"java.util.TreeMap$EntrySet", "java.util.TreeMap$Entry");

	private PlainTypes() {
	}

	/**
	 * Whether objects of a type are shown as they are.
	 * @param type the type
	 * @return whether they are
	 */
	static boolean isValue(Class<?> type) {
		return isOneOf(VALUES, type);
	}

	/**
	 * Whether objects of a type are shown by their text, which calls nothing else.
	 * @param type the type
	 * @return whether they are
	 */
	static boolean isText(Class<?> type) {
		return type.getClassLoader() == null && isOneOf(TEXTS, type);
	}

	private static boolean isOneOf(List<String> names, Class<?> type) {
		String name = type.getName();
		for (String each : names) {
			if (each.endsWith(".") ? name.startsWith(each) : name.equals(each)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the elements of a collection, or the parts of an entry, are its own.
	 * @param type the type
	 * @return {@code false} for what may ask something of the application's for them
	 */
	static boolean isSafe(Class<?> type) {
		String name = type.getName();
		int nested = name.indexOf('$');
		return type.getClassLoader() == null && (SAFE.contains(name) || TREE_VIEWS.contains(name)
				|| (nested > 0 && WITH_VIEWS.contains(name.substring(0, nested))));
	}

}
