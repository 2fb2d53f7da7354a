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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

import clojure.lang.Fn;
import clojure.lang.Keyword;
import clojure.lang.Symbol;
import clojure.lang.Util;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.ValueView;
import dev.replboot.runtime.ValueViews;

/**
 * Prints objects for which Clojure has nothing better than {@code #object} and a hash.
 */
final class JavaObjects {

	private static final Var VIEWS = Var.intern(ClojureEngine.HOST_NAMESPACE, Symbol.intern(ValueViews.HOST_OBJECT));

	private static final String HOOKS = "dev.replboot.runtime.hook.";

	private static final Pattern SYMBOL = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$.]*");

	private final ReadablePrinter printer;

	JavaObjects(ReadablePrinter printer) {
		this.printer = printer;
	}

	void print(Object value, long level) {
		if (value.getClass().isArray()) {
			this.printer.sequence("[", value, "]", level);
		}
		else if (value instanceof ValueView view) {
			view(view, level);
		}
		else if (!printTagged(value, level) && !printViewed(value, level)) {
			printByType(value, level);
		}
	}

	/**
	 * Print a value that there is a tag for.
	 * @param value the value
	 * @param level how many levels of nesting may follow
	 * @return whether it was printed
	 */
	boolean printTagged(Object value, long level) {
		ValueTags.Tag tag = ValueTags.of(value);
		if (tag == null) {
			return false;
		}
		write("#" + tag.name() + " ");
		this.printer.print(tag.content().apply(value), level);
		return true;
	}

	/**
	 * Print a collection that is there only by name, and would be loaded by looking into
	 * it.
	 * @param value the collection
	 * @param level how many levels of nesting may follow
	 * @return whether it was printed
	 */
	boolean printUnloaded(Object value, long level) {
		return value.getClass().getName().startsWith("org.") && printViewed(value, level);
	}

	// what the bootstrap loader or Clojure has made is known without asking
	private boolean printViewed(Object value, long level) {
		Class<?> type = value.getClass();
		if (type.getClassLoader() == null || type.getClassLoader() == Keyword.class.getClassLoader() || !VIEWS.hasRoot()
				|| !(VIEWS.getRawRoot() instanceof ValueViews views)) {
			return false;
		}
		ValueView view = views.view(value);
		if (view != null) {
			view(view, level);
		}
		return view != null;
	}

	private void view(ValueView view, long level) {
		Object content = keyed(view.content());
		write("#" + view.tag() + (view.tag().equals("object") ? "[" : " ["));
		if (view.type() != null) {
			write(ClassNames.of(view.type()));
		}
		if (content != null) {
			write((view.type() != null) ? " " : "");
			this.printer.print(content, level);
		}
		write("]");
	}

	private static @Nullable Object keyed(@Nullable Object content) {
		if (!(content instanceof Map<?, ?> map)) {
			return content;
		}
		Map<Keyword, @Nullable Object> keyed = new LinkedHashMap<>();
		map.forEach((name, value) -> keyed.put(Keyword.intern(null, String.valueOf(name)), value));
		return keyed;
	}

	private void printByType(Object value, long level) {
		if (value instanceof Enum<?> constant && isSymbol(constant)) {
			write(constant.getDeclaringClass().getName() + "/" + constant.name());
		}
		else if (value instanceof Fn) {
			write("#function[" + ClassNames.ofFunction(value.getClass()) + "]");
		}
		else if (value instanceof Map.Entry<?, ?> entry) {
			this.printer.sequence("[", new Object[] { entry.getKey(), entry.getValue() }, "]", level);
		}
		else if (value instanceof Map<?, ?> map) {
			this.printer.entries("{", SteadyOrder.of(map), level);
		}
		else if (value instanceof Collection<?> collection) {
			this.printer.sequence("[", collection, "]", level);
		}
		else if (value instanceof Record fields) {
			fields(fields, level);
		}
		else if (value instanceof Thread thread) {
			// its text has a number of its own
			object(value, thread.getName(), level);
		}
		else if (value instanceof Future<?> future && value.getClass().getClassLoader() == null) {
			object(value, state(future), level);
		}
		else {
			object(value, text(value), level);
		}
	}

	private void fields(Record value, long level) {
		Map<String, @Nullable Object> components = components(value);
		if (components != null) {
			view(new ValueView("java/record", ClassNames.of(value.getClass()), components), level);
		}
		else {
			object(value, text(value), level);
		}
	}

	private void object(Object value, @Nullable Object content, long level) {
		view(new ValueView("object", ClassNames.of(asked(value.getClass())), content), level);
	}

	// what the runtime makes in place of what the code has asked for
	private static Class<?> asked(Class<?> type) {
		Class<?> asked = type;
		while (asked.getName().startsWith(HOOKS) && asked.getSuperclass() != null) {
			asked = asked.getSuperclass();
		}
		return asked;
	}

	// an enum's constant as one would write it, which Clojure evaluates to it
	private static boolean isSymbol(Enum<?> constant) {
		return SYMBOL.matcher(constant.name()).matches()
				&& SYMBOL.matcher(constant.getDeclaringClass().getName()).matches();
	}

	/**
	 * What an object says of itself, without its identity's hash.
	 * @param value the object
	 * @return the text, or {@code null} if it says nothing else
	 */
	private static @Nullable String text(Object value) {
		String text = value.toString();
		if (text == null || text.isEmpty()) {
			return null;
		}
		String hash = "@" + Integer.toHexString(System.identityHashCode(value));
		String rest = text.contains(hash) ? text.replace(hash, "") : text;
		String name = value.getClass().getName();
		if (rest.equals(name) || rest.startsWith(name + "@") && isHash(rest.substring(name.length() + 1))) {
			return null;
		}
		// as java.util.concurrent's do: the hash and then the state
		return (rest.length() < text.length() && rest.startsWith(name)) ? rest.substring(name.length()) : rest;
	}

	private static boolean isHash(String text) {
		return text.length() <= 8 && text.chars().allMatch((c) -> Character.digit(c, 16) >= 0);
	}

	private static Map<String, @Nullable Object> state(Future<?> future) {
		Map<String, @Nullable Object> state = new LinkedHashMap<>();
		state.put("status", Keyword.intern("pending"));
		state.put("val", null);
		if (future.isDone()) {
			try {
				state.put("val", future.get());
				state.put("status", Keyword.intern("ready"));
			}
			catch (ExecutionException ex) {
				state.put("val", ex.getCause());
				state.put("status", Keyword.intern("failed"));
			}
			catch (CancellationException ex) {
				state.put("status", Keyword.intern("cancelled"));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		return state;
	}

	/**
	 * The components of a record.
	 * @param fields the record
	 * @return the components, or {@code null} for a record that can't be looked into or
	 * that has a text of its own, which may leave something out on purpose
	 */
	private static @Nullable Map<String, @Nullable Object> components(Record fields) {
		if (hasOwnText(fields.getClass())) {
			return null;
		}
		Map<String, @Nullable Object> components = new LinkedHashMap<>();
		for (RecordComponent component : fields.getClass().getRecordComponents()) {
			Method accessor = component.getAccessor();
			if (!accessor.trySetAccessible()) {
				return null;
			}
			try {
				components.put(component.getName(), accessor.invoke(fields));
			}
			catch (InvocationTargetException ex) {
				throw Util.sneakyThrow(ex.getCause());
			}
			catch (IllegalAccessException ex) {
				return null;
			}
		}
		return components;
	}

	// what the compiler makes is final, which nobody writes
	private static boolean hasOwnText(Class<?> type) {
		try {
			return !Modifier.isFinal(type.getDeclaredMethod("toString").getModifiers());
		}
		catch (NoSuchMethodException ex) {
			return true;
		}
	}

	private void write(String text) {
		this.printer.write(text);
	}

}
