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

import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

import clojure.lang.IFn;
import clojure.lang.IPersistentCollection;
import clojure.lang.ISeq;
import clojure.lang.LineNumberingPushbackReader;
import clojure.lang.RT;
import clojure.lang.RestFn;
import clojure.lang.Symbol;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.hook.SharedGuards;

/**
 * Stands in front of those functions of the application's own Clojure which evaluate
 * code, while a REPL shares it. Threads of the application get Clojure's own function.
 */
final class SharedFunctions extends RestFn {

	private static final long serialVersionUID = 1L;

	private static final Var EVAL = RT.var("clojure.core", "eval");

	private static final List<SharedFunctions> INSTALLED = new ArrayList<>();

	private final transient Var var;

	private final transient IFn original;

	private final transient int arity;

	private final transient Function function;

	private SharedFunctions(Var var, int arity, Function function) {
		this.var = var;
		this.original = (IFn) var.getRawRoot();
		this.arity = arity;
		this.function = function;
	}

	static synchronized void install() {
		if (EVAL.getRawRoot() instanceof SharedFunctions) {
			return;
		}
		INSTALLED.clear();
		install(EVAL, 1, (arguments) -> SharedCalls.eval(arguments.first()));
		install("load-reader", 1, (arguments) -> SharedCalls.load((Reader) arguments.first()));
		install("load-string", 1, (arguments) -> SharedCalls
			.load(new LineNumberingPushbackReader(new StringReader((String) arguments.first()))));
		install("load-file", 1, (arguments) -> SharedCalls.loadFile((String) arguments.first()));
		install("load", -1, SharedFunctions::load);
		install(RT.var("clojure.main", "load-script"), 1, SharedFunctions::loadScript);
		// they are linked to Clojure's own eval
		for (Var linked : List.of(RT.var("clojure.main", "main"), RT.var("clojure.core.server", "prepl"),
				RT.var("clojure.core.server", "io-prepl"))) {
			IFn original = (IFn) linked.getRawRoot();
			install(linked, -1, (arguments) -> {
				SharedGuards.check(linked.toSymbol() + ", whose code would have neither polls nor guards,");
				return original.applyTo(arguments);
			});
		}
	}

	private static void install(String name, int arity, Function function) {
		install(RT.var("clojure.core", name), arity, function);
	}

	private static void install(Var var, int arity, Function function) {
		SharedFunctions standing = new SharedFunctions(var, arity, function);
		var.bindRoot(standing);
		INSTALLED.add(standing);
	}

	/**
	 * Give Clojure's own functions their places back, unless somebody else stands there
	 * now.
	 */
	static synchronized void uninstall() {
		for (SharedFunctions standing : INSTALLED) {
			if (standing.var.getRawRoot() == standing) {
				standing.var.bindRoot(standing.original);
			}
		}
		INSTALLED.clear();
	}

	@Override
	public int getRequiredArity() {
		return 0;
	}

	@Override
	protected @Nullable Object doInvoke(@Nullable Object arguments) {
		ISeq seq = RT.seq(arguments);
		boolean fits = this.arity < 0 || RT.count(seq) == this.arity;
		if (!fits || SharedCalls.current() == null) {
			return this.original.applyTo(seq);
		}
		return SharedCalls.undeclared(() -> this.function.apply(seq));
	}

	// as clojure.core/load, whose call of the loader is its own
	private static @Nullable Object load(@Nullable ISeq paths) throws Exception {
		Var pending = RT.var("clojure.core", "*pending-paths*");
		for (ISeq rest = paths; rest != null; rest = rest.next()) {
			String given = (String) rest.first();
			String path = given.startsWith("/") ? given : directory() + "/" + given;
			if (RT.booleanCast(RT.var("clojure.core", "*loading-verbosely*").deref())) {
				core("printf").invoke("(clojure.core/load \"%s\")\n", path);
				core("flush").invoke();
			}
			core("check-cyclic-dependency").invoke(path);
			Object before = pending.deref();
			if (!path.equals(RT.first(before))) {
				Var.pushThreadBindings(RT.map(pending, RT.conj((IPersistentCollection) before, path)));
				try {
					SharedCalls.load(path.substring(1));
				}
				finally {
					Var.popThreadBindings();
				}
			}
		}
		return null;
	}

	private static String directory() {
		Symbol namespace = (Symbol) core("ns-name").invoke(RT.CURRENT_NS.deref());
		return (String) core("root-directory").invoke(namespace);
	}

	private static IFn core(String name) {
		return ClojureEngine.core(name);
	}

	// as clojure.main/load-script, which is linked to Clojure's own load-file
	private static @Nullable Object loadScript(ISeq arguments) throws Exception {
		String path = (String) arguments.first();
		if (path.startsWith("@")) {
			SharedCalls.loadResourceScript(path.substring(path.startsWith("@/") ? 2 : 1));
			return null;
		}
		return SharedCalls.loadFile(path);
	}

	/**
	 * What is done instead.
	 */
	@FunctionalInterface
	private interface Function {

		@Nullable Object apply(ISeq arguments) throws Exception;

	}

}
