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

import java.io.Writer;

import clojure.lang.Associative;
import clojure.lang.Namespace;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code clojure.test} reports to: the session that runs the tests. By itself it
 * reports to where the session printed that loaded it, which may be another principal's.
 */
final class TestOutput {

	private static final Symbol NAMESPACE = Symbol.intern("clojure.test");

	private static final Symbol NAME = Symbol.intern("*test-out*");

	private TestOutput() {
	}

	/**
	 * Bind it for a step, unless the session has it bound to something of its own.
	 * @param bindings the session's
	 * @param out where the step prints
	 * @param last where the step before printed, or {@code null}
	 * @return the bindings with it, if {@code clojure.test} is loaded
	 */
	static Associative bind(Associative bindings, Writer out, @Nullable Writer last) {
		Var var = find();
		if (var == null) {
			return bindings;
		}
		Object bound = bindings.valAt(var);
		return (bound == null || bound == last) ? bindings.assoc(var, out) : bindings;
	}

	/**
	 * Bind it for an evaluation whose step began before {@code clojure.test} was loaded:
	 * a step that waits for input may wait for long, while another session loads it.
	 * @param bindings what is bound for the evaluation
	 * @param out where the step prints
	 * @return the bindings, with it if the thread has none
	 */
	static Associative bindLate(Associative bindings, Writer out) {
		Var var = find();
		return (var != null && var.getThreadBinding() == null) ? bindings.assoc(var, out) : bindings;
	}

	/**
	 * When a session has loaded {@code clojure.test}, keep what has no bindings from
	 * reporting to that session. What somebody has made the root on purpose stays.
	 * @param out where a session prints
	 */
	static void release(Writer out) {
		Var var = find();
		if (var != null && var.hasRoot() && var.getRawRoot().getClass() == out.getClass()) {
			var.bindRoot(RT.OUT.getRawRoot());
		}
	}

	private static @Nullable Var find() {
		Namespace namespace = Namespace.find(NAMESPACE);
		Var var = (namespace != null) ? namespace.findInternedVar(NAME) : null;
		// while another session loads it, it is there before it can be bound
		return (var != null && var.isDynamic()) ? var : null;
	}

}
