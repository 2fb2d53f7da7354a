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
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import clojure.lang.Compiler;
import clojure.lang.ISeq;
import clojure.lang.PersistentList;
import clojure.lang.RT;
import clojure.lang.Reflector;
import clojure.lang.Symbol;
import clojure.lang.Util;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.hook.SharedGuards;
import dev.replboot.runtime.stop.ClassOrigins;
import dev.replboot.runtime.stop.Scopes;

/**
 * Stands in for static methods of the application's own Clojure, which is not to be
 * changed: called by what was evaluated in the REPL, and by {@link SharedFunctions}. What
 * an evaluation loads is evaluated with polls and guards; everybody else gets what
 * Clojure does.
 */
@SuppressWarnings({ "rawtypes", "unchecked" })
public final class SharedCalls {

	private static final String NO_FILE = "NO_SOURCE_FILE";

	private static final Map<String, Class<?>> STANDING_IN = Map.of(Compiler.class.getName(), SharedCalls.class,
			RT.class.getName(), SharedCalls.class, Reflector.class.getName(), SharedReflector.class);

	private static final List<PolledEvaluation> JOINED = new CopyOnWriteArrayList<>();

	private SharedCalls() {
	}

	static void joined(PolledEvaluation evaluation) {
		JOINED.add(0, evaluation);
	}

	static void left(PolledEvaluation evaluation) {
		JOINED.remove(evaluation);
	}

	/**
	 * The evaluation that the calling thread belongs to, or whose code a thread of the
	 * application has called.
	 * @return how it evaluates, or {@code null} for what the application does itself
	 */
	static @Nullable PolledEvaluation current() {
		if (JOINED.isEmpty()) {
			return null;
		}
		PolledEvaluation evaluation = of(Compiler.LOADER.isBound() ? Compiler.LOADER.deref() : null);
		if (evaluation != null) {
			return evaluation;
		}
		return (Scopes.current() != null) ? JOINED.get(0) : of(ClassOrigins.calledByEvaluated());
	}

	private static @Nullable PolledEvaluation of(@Nullable Object loader) {
		if (loader instanceof ClassLoader bound) {
			for (PolledEvaluation evaluation : JOINED) {
				if (evaluation.isOf(bound)) {
					return evaluation;
				}
			}
		}
		return null;
	}

	private static @Nullable PolledLoading loading() {
		PolledEvaluation current = current();
		return (current != null) ? new PolledLoading(current) : null;
	}

	public static @Nullable Object eval(@Nullable Object form) {
		PolledEvaluation current = current();
		return (current != null) ? current.eval(form) : Compiler.eval(form);
	}

	public static @Nullable Object eval(@Nullable Object form, boolean freshLoader) {
		return eval(form);
	}

	public static @Nullable Object load(Reader reader) {
		return load(reader, null, NO_FILE);
	}

	public static @Nullable Object load(Reader reader, @Nullable String path, @Nullable String name) {
		PolledLoading loading = loading();
		return (loading != null) ? loading.load(reader, path, name) : Compiler.load(reader, path, name);
	}

	public static @Nullable Object loadFile(String file) throws IOException {
		PolledLoading loading = loading();
		return (loading != null) ? loading.loadFile(file) : Compiler.loadFile(file);
	}

	public static @Nullable Object compile(Reader reader, String path, String name) throws IOException {
		beforeCompiling();
		return Compiler.compile(reader, path, name);
	}

	/**
	 * Compiling to class files evaluates each form by Clojure's own means.
	 */
	static void beforeCompiling() {
		if (current() != null) {
			SharedGuards.check("Compiling to class files");
		}
	}

	public static void load(String path) throws Exception {
		load(path, true);
	}

	public static void load(String path, boolean required) throws Exception {
		PolledLoading loading = loading();
		if (loading == null) {
			RT.load(path, required);
			return;
		}
		if (RT.booleanCast(Compiler.COMPILE_FILES.deref())) {
			beforeCompiling();
			RT.load(path, required);
			return;
		}
		LibraryLoading.load(path, () -> {
			loading.loadLibrary(path, required);
			return path;
		});
	}

	public static void loadLibrary(String path) throws Exception {
		load(path);
	}

	public static void loadResourceScript(String name) throws IOException {
		loadResourceScript(name, true);
	}

	public static void maybeLoadResourceScript(String name) throws IOException {
		loadResourceScript(name, false);
	}

	public static void loadResourceScript(String name, boolean required) throws IOException {
		PolledLoading loading = loading();
		if (loading != null) {
			loading.loadResource(name, required);
		}
		else {
			RT.loadResourceScript(name, required);
		}
	}

	public static void loadResourceScript(Class type, String name) throws IOException {
		loadResourceScript(name, true);
	}

	public static void loadResourceScript(Class type, String name, boolean required) throws IOException {
		loadResourceScript(name, required);
	}

	/**
	 * Check a call that the reader is about to make, of a static method by its name.
	 * @param form what the reader has read
	 * @return the form, or one that calls what stands in for the method
	 */
	static @Nullable Object redirected(@Nullable Object form) {
		if (!(form instanceof ISeq call && call.first() instanceof Symbol method && method.getNamespace() != null)
				|| current() == null) {
			return form;
		}
		SharedGuards.checkStatic(method.getNamespace(), method.getName());
		Class<?> standingIn = standingInFor(method.getNamespace(), method.getName());
		if (standingIn == null) {
			return form;
		}
		List<Object> redirected = new ArrayList<>((Collection<?>) call);
		redirected.set(0, Symbol.intern(standingIn.getName(), method.getName()));
		return PersistentList.create(redirected);
	}

	/**
	 * What stands in for a static method.
	 * @param type the name of the method's class
	 * @param name the method's name
	 * @return the class whose method of that name is called instead, or {@code null}
	 */
	static @Nullable Class<?> standingInFor(String type, String name) {
		Class<?> standingIn = STANDING_IN.get(type);
		return (standingIn != null
				&& Arrays.stream(standingIn.getMethods()).anyMatch((own) -> own.getName().equals(name))) ? standingIn
						: null;
	}

	/**
	 * Do something that throws whatever it likes.
	 * @param throwing what to do
	 * @return its result
	 */
	static @Nullable Object undeclared(Throwing throwing) {
		try {
			return throwing.run();
		}
		catch (Exception ex) {
			throw Util.sneakyThrow(ex);
		}
	}

	/**
	 * Throws whatever it likes.
	 */
	@FunctionalInterface
	interface Throwing {

		@Nullable Object run() throws Exception;

	}

}
