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

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import clojure.lang.Compiler;
import clojure.lang.Namespace;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.runtime.StepHooks;

/**
 * What a REPL offers beside the language: documentation, pretty printing, the specs of
 * macros. Loading it takes about a third of the time of opening, and most first forms
 * don't need it, so it is loaded on another thread. A form that may need it waits.
 */
final class DeferredLoading {

	// of the core's functions, those which may name something that the form doesn't
	private static final Pattern INDIRECT = Pattern
		.compile("(load|eval|re-?quir|use|compile|import|refer|alias|in-ns|ns|the-ns|find-|all-ns|intern|resolve).*"
				+ "|.*(resolve|symbol|var|read).*");

	// on a machine with few processors it would compete with the first form
	private static final long PRECEDENCE_MILLIS = 300;

	private static final Symbol LOAD_LATE = Symbol.intern("load-late");

	private final FutureTask<Boolean> loading = new FutureTask<>(this::load);

	private volatile boolean loaded;

	private final List<Symbol> kit = new CopyOnWriteArrayList<>();

	/**
	 * Add a namespace of the kit, which may have a function that loads more of it.
	 * @param namespace the namespace's name
	 */
	void add(Symbol namespace) {
		this.kit.add(namespace);
	}

	private final CountDownLatch wanted = new CountDownLatch(1);

	/**
	 * Load it, or wait for the thread that does.
	 */
	void run() {
		this.loading.run();
		await();
	}

	/**
	 * The task that loads it, to be run on another thread.
	 * @return the task
	 */
	Runnable task() {
		return () -> {
			try {
				this.wanted.await(PRECEDENCE_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				// the REPL is being closed
				this.loading.cancel(false);
				return;
			}
			this.loading.run();
		};
	}

	/**
	 * Wait until everything is there that a form may need.
	 * @param form what is going to be evaluated
	 * @param hooks told of the wait, which isn't the form's fault
	 */
	void awaitFor(@Nullable Object form, StepHooks hooks) {
		// If loading has failed, each form that may need it fails with the reason.
		// Otherwise the compiler would only say that it can't resolve a name of the kit.
		if (this.loaded || isPlain(form)) {
			return;
		}
		this.wanted.countDown();
		hooks.waiting(true);
		try {
			await();
		}
		finally {
			hooks.waiting(false);
		}
	}

	private void await() {
		try {
			this.loading.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the REPL's own functions were being loaded.", ex);
		}
		catch (CancellationException ex) {
			throw new IllegalStateException("The REPL is being closed.", ex);
		}
		catch (ExecutionException ex) {
			// not as the cause, of which alone Clojure shows the message
			RuntimeLoadException told = new RuntimeLoadException("What the REPL itself offers could not be loaded: "
					+ ex.getCause() + ". Close the REPL and open it again.", null);
			told.addSuppressed(ex);
			throw told;
		}
	}

	// whether a form consists of nothing but constants and calls of the core's functions
	private static boolean isPlain(@Nullable Object form) {
		if (form instanceof Symbol symbol) {
			return isOfTheCore(symbol);
		}
		if (form instanceof Iterable<?> parts) {
			for (Object part : parts) {
				if (!isPlain(part)) {
					return false;
				}
			}
			return true;
		}
		return form == null || form instanceof Number || form instanceof String || form instanceof Boolean;
	}

	private static boolean isOfTheCore(Symbol symbol) {
		return symbol.getNamespace() == null && !INDIRECT.matcher(symbol.getName()).matches()
				&& ((Namespace) RT.CURRENT_NS.deref()).getMapping(symbol) instanceof Var var && var.ns == RT.CLOJURE_NS
				&& !var.isMacro();
	}

	private boolean load() {
		Var.pushThreadBindings(RT.map(RT.CURRENT_NS, Namespace.findOrCreate(ClojureEngine.USER)));
		try {
			ClojureEngine.core("apply")
				.invoke(ClojureEngine.core("require"), RT.var("clojure.main", "repl-requires").deref());
			// the first macro that is expanded loads the specs of all of them, from
			// source
			Compiler.macroexpand1(RT.list(Symbol.intern("clojure.core", "comment")));
			DeepForms.prepareCompiler();
			this.kit.forEach(DeferredLoading::loadMore);
			KitNames.keep(Namespace.findOrCreate(ClojureEngine.USER));
			this.loaded = true;
			return true;
		}
		finally {
			Var.popThreadBindings();
		}
	}

	private static void loadMore(Symbol namespace) {
		Var function = Namespace.findOrCreate(namespace).findInternedVar(LOAD_LATE);
		if (function != null) {
			function.invoke();
		}
	}

}
