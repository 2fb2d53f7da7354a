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

import java.util.concurrent.Callable;

import clojure.lang.IFn;
import clojure.lang.IPersistentSet;
import clojure.lang.LockingTransaction;
import clojure.lang.Namespace;
import clojure.lang.RT;
import clojure.lang.Ref;
import clojure.lang.Symbol;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.stop.Scopes;
import dev.replboot.runtime.stop.UnstoppableRegion;

/**
 * Called by {@code clojure.core/load} for each file. {@code ns} marks a library as loaded
 * before its body has run, so one whose loading was stopped would stay half-loaded, and
 * {@code require} would think that nothing is to be done.
 */
public final class LibraryLoading {

	private LibraryLoading() {
	}

	/**
	 * Load a file; forget its namespace if that is stopped half way.
	 * @param path the file's path without an extension
	 * @throws Exception what is thrown by reading it or by what it does
	 */
	public static void load(String path) throws Exception {
		Symbol library = libraryOf(path);
		if (Namespace.find(library) == null) {
			SecondCopies.tell(library.getName());
		}
		load(path, () -> {
			RT.load(path);
			return path;
		});
	}

	/**
	 * Load a library; forget its namespace if that is stopped half way.
	 * @param path the library's path without an extension
	 * @param loading loads it
	 * @throws Exception what is thrown by loading it
	 */
	static void load(String path, Callable<?> loading) throws Exception {
		Symbol library = libraryOf(path);
		boolean known = Namespace.find(library) != null;
		boolean loaded = false;
		try {
			Scopes.loadingLibrary(loading);
			loaded = true;
		}
		finally {
			if (!loaded && !known && isStopping()) {
				UnstoppableRegion.around(() -> forget(library));
			}
		}
	}

	private static Symbol libraryOf(String path) {
		return Symbol.intern(path.replace('/', '.').replace('_', '-'));
	}

	private static boolean isStopping() {
		EvaluationScope scope = Scopes.current();
		return scope != null && scope.stopCause() != null;
	}

	private static Object forget(Symbol library) {
		Namespace.remove(library);
		Ref loadedLibraries = (Ref) RT.var("clojure.core", "*loaded-libs*").deref();
		IFn disjoin = ClojureEngine.core("disj");
		try {
			return LockingTransaction.runInTransaction(() -> {
				IPersistentSet libraries = (IPersistentSet) loadedLibraries.deref();
				return loadedLibraries.set(disjoin.invoke(libraries, library));
			});
		}
		catch (Exception ex) {
			throw new IllegalStateException("The library " + library + " stayed half-loaded", ex);
		}
	}

}
