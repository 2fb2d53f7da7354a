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

import java.io.File;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

import clojure.lang.Associative;
import clojure.lang.Compiler;
import clojure.lang.DynamicClassLoader;
import clojure.lang.IFn;
import clojure.lang.IPersistentCollection;
import clojure.lang.IPersistentMap;
import clojure.lang.ISeq;
import clojure.lang.IType;
import clojure.lang.Keyword;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Util;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.runtime.stop.ClassOrigins;
import dev.replboot.runtime.stop.RuntimeHome;

/**
 * Evaluates as {@code Compiler.eval} does, but has the classes of the form defined by a
 * loader that weaves them. A Clojure that belongs to the application is not to be
 * changed, and its {@code eval} always makes a loader of its own.
 */
final class PolledEvaluation implements Evaluation {

	private static final Symbol DO = Symbol.intern("do");

	private static final Symbol FN = Symbol.intern("fn*");

	private static final Symbol DEFTYPE = Symbol.intern("deftype*");

	private static final Keyword LINE = Keyword.intern("line");

	private static final Keyword COLUMN = Keyword.intern("column");

	private static final Keyword EVAL_FILE = Keyword.intern("eval-file");

	private static final MethodHandle EVAL = evalMethod();

	private static final MethodHandle ANALYZE = analyzeMethod();

	private final SourcePathLoader parent;

	PolledEvaluation(SourcePathLoader parent) {
		this.parent = parent;
	}

	/**
	 * Whether a class loader defines what this evaluates.
	 * @param loader a loader, {@code null} for the JDK's
	 * @return whether it is below the same runtime
	 */
	boolean isOf(@Nullable ClassLoader loader) {
		RuntimeHome home = RuntimeHome.of(loader);
		return home != null && home == RuntimeHome.of(this.parent);
	}

	/**
	 * Where sources are looked for.
	 * @return the folders of sources, then the application's class path
	 */
	SourcePathLoader sources() {
		return this.parent;
	}

	/**
	 * A loader for what is about to be defined.
	 * @return a new loader
	 */
	DynamicClassLoader newLoader() {
		return new WeavingLoader(this.parent);
	}

	@Override
	public @Nullable Object eval(@Nullable Object form) {
		Var.pushThreadBindings(placed(RT.meta(form)).assoc(Compiler.LOADER, newLoader()));
		try {
			Object expanded = expand(form);
			if (expanded instanceof ISeq seq && DO.equals(seq.first())) {
				return evalEach(seq.next());
			}
			if (expanded instanceof IType || (expanded instanceof IPersistentCollection && !defines(expanded))) {
				ISeq function = RT.list(FN, PersistentVector.EMPTY, expanded);
				return ((IFn) evalAnalyzed(Compiler.C.EXPRESSION, function, "eval" + RT.nextID())).invoke();
			}
			return evalAnalyzed(Compiler.C.EVAL, CompiledDefinition.of(expanded), null);
		}
		finally {
			Var.popThreadBindings();
		}
	}

	// where the form stands, as far as the reader has said so
	private static Associative placed(@Nullable IPersistentMap meta) {
		Associative bindings = (Associative) RT.map(Compiler.LINE, RT.get(meta, LINE, Compiler.LINE.deref()),
				Compiler.COLUMN, RT.get(meta, COLUMN, Compiler.COLUMN.deref()));
		if (RT.get(meta, EVAL_FILE) instanceof String file) {
			bindings = bindings.assoc(Compiler.SOURCE_PATH, file).assoc(Compiler.SOURCE, new File(file).getName());
		}
		return bindings;
	}

	// analyze is public, but the type of what it returns is not
	private static Object evalAnalyzed(Compiler.C context, @Nullable Object form, @Nullable String name) {
		try {
			return EVAL.invoke(ANALYZE.invoke(context, form, name));
		}
		catch (Throwable ex) {
			throw Util.sneakyThrow(ex);
		}
	}

	private static MethodHandle evalMethod() {
		try {
			Method eval = Class.forName("clojure.lang.Compiler$Expr", false, Compiler.class.getClassLoader())
				.getMethod("eval");
			eval.setAccessible(true);
			return MethodHandles.lookup().unreflect(eval).asType(MethodType.methodType(Object.class, Object.class));
		}
		catch (ReflectiveOperationException ex) {
			throw otherCompiler(ex);
		}
	}

	// the public one takes no name, and stack traces would show another one than usual
	private static MethodHandle analyzeMethod() {
		try {
			Method analyze = Compiler.class.getDeclaredMethod("analyze", Compiler.C.class, Object.class, String.class);
			analyze.setAccessible(true);
			return MethodHandles.lookup()
				.unreflect(analyze)
				.asType(MethodType.methodType(Object.class, Compiler.C.class, Object.class, String.class));
		}
		catch (ReflectiveOperationException ex) {
			throw otherCompiler(ex);
		}
	}

	private static RuntimeLoadException otherCompiler(ReflectiveOperationException ex) {
		return new RuntimeLoadException(
				"This version of Clojure has another compiler: use Clojure 1.12 or" + " repl.runtime=isolated.", ex);
	}

	// what the first forms define, the next ones may need to be compiled
	private @Nullable Object evalEach(@Nullable ISeq forms) {
		Object value = null;
		for (ISeq rest = forms; rest != null; rest = rest.next()) {
			value = eval(rest.first());
		}
		return value;
	}

	private static @Nullable Object expand(@Nullable Object form) {
		Object before = form;
		Object expanded = Compiler.macroexpand1(before);
		while (expanded != before) {
			before = expanded;
			expanded = Compiler.macroexpand1(before);
		}
		return expanded;
	}

	private static boolean defines(Object form) {
		return form instanceof ISeq seq && (CompiledDefinition.DEF.equals(seq.first()) || DEFTYPE.equals(seq.first()));
	}

	/**
	 * Weaves what it defines.
	 */
	private static final class WeavingLoader extends DynamicClassLoader {

		private WeavingLoader(ClassLoader parent) {
			super(parent);
		}

		@Override
		public Class<?> defineClass(String name, byte[] bytes, Object source) {
			ClassOrigins.defining(this);
			RuntimeHome home = RuntimeHome.of(this);
			return super.defineClass(name, (home != null) ? home.weave(this, bytes) : bytes, source);
		}

	}

}
