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

import java.util.Map;

import clojure.lang.Associative;
import clojure.lang.IPersistentMap;
import clojure.lang.Namespace;
import clojure.lang.PersistentHashMap;
import clojure.lang.RT;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.SessionSettings;

/**
 * The vars that {@code clojure.main/with-bindings} binds, with the values of a new
 * session.
 */
final class SessionBindings {

	private static final String[] KEEP_ROOT = { "*warn-on-reflection*", "*math-context*", "*print-meta*",
			"*data-readers*", "*default-data-reader-fn*", "*command-line-args*", "*unchecked-math*", "*assert*" };

	private static final String[] OF_A_FILE = { "*warn-on-reflection*", "*unchecked-math*", "*data-readers*" };

	private SessionBindings() {
	}

	static Associative initial(SessionSettings settings) {
		Associative bindings = PersistentHashMap.EMPTY;
		for (String name : KEEP_ROOT) {
			Var var = RT.var("clojure.core", name);
			bindings = bindings.assoc(var, var.deref());
		}
		Var dataReaders = RT.var("clojure.core", "*data-readers*");
		bindings = bindings.assoc(dataReaders, ValueTags.readers((Associative) dataReaders.deref()));
		bindings = bindings.assoc(ReadablePrinter.ON, settings.readable());
		Var explainOut = RT.var("clojure.spec.alpha", "*explain-out*");
		bindings = bindings.assoc(explainOut, explainOut.deref());
		bindings = bindings.assoc(RT.CURRENT_NS, Namespace.findOrCreate(ClojureEngine.USER));
		bindings = assoc(bindings, "*print-length*", limit(settings.printLength()));
		bindings = assoc(bindings, "*print-level*", limit(settings.printLevel()));
		bindings = assoc(bindings, "*print-namespace-maps*", Boolean.TRUE);
		bindings = assoc(bindings, "*compile-path*", System.getProperty("clojure.compile.path", "classes"));
		bindings = assoc(bindings, "*repl*", Boolean.TRUE);
		for (String name : new String[] { "*1", "*2", "*3", "*e" }) {
			bindings = bindings.assoc(RT.var("clojure.core", name), null);
		}
		return bindings;
	}

	/**
	 * Those of a session's bindings which bound what is printed.
	 * @param bindings the session's
	 * @return the bindings, to be pushed by whoever prints for it
	 */
	static Associative printing(Associative bindings) {
		Associative result = PersistentHashMap.EMPTY;
		for (Var var : new Var[] { ReadablePrinter.PRINT_LENGTH, ReadablePrinter.PRINT_LEVEL, ReadablePrinter.ON }) {
			result = result.assoc(var, bindings.valAt(var));
		}
		return result;
	}

	/**
	 * A session's bindings after it has loaded a file, which gives back what a file may
	 * {@code set!} for itself, as {@code load} does.
	 * @param bindings the session's
	 * @param before those before the file
	 * @return the bindings
	 */
	static Associative afterFile(Associative bindings, Associative before) {
		Associative result = bindings;
		for (String name : OF_A_FILE) {
			result = assoc(result, name, before.valAt(RT.var("clojure.core", name)));
		}
		return result;
	}

	/**
	 * Drop the validators of vars that a session binds. Clojure calls them whenever
	 * bindings are pushed, which happens before a form is read, so nothing could be on
	 * record by then.
	 * @param bindings the session's
	 */
	static void dropValidators(IPersistentMap bindings) {
		for (Object entry : bindings) {
			dropValidator((Var) ((Map.Entry<?, ?>) entry).getKey());
		}
	}

	static void dropValidator(Var var) {
		if (var.getValidator() != null) {
			var.setValidator(null);
		}
	}

	private static Object limit(int value) {
		return (long) value;
	}

	private static Associative assoc(Associative bindings, String name, @Nullable Object value) {
		return bindings.assoc(RT.var("clojure.core", name), value);
	}

}
