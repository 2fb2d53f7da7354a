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

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The calls of a method of a class, of one object or of all.
 */
final class CodePlace implements PatchPlace, Dispatch.Receiver {

	private final CodeMethod method;

	private final String member;

	private final DeclaredTypes types;

	private final @Nullable Object only;

	private final Supplier<ClassPatcher> classes;

	private final OriginalCode original;

	private final @Nullable SuspendingCalls suspending;

	private volatile @Nullable PatchedMethod patch;

	private long number;

	/**
	 * Create it.
	 * @param method the method
	 * @param only the one object of which calls count, or {@code null} for all
	 * @param classes rewrites its class
	 */
	CodePlace(Method method, @Nullable Object only, Supplier<ClassPatcher> classes) {
		this(CodeMethod.of(method), Modifier.isStatic(method.getModifiers()), MethodFinder.signature(method),
				new DeclaredTypes(method), only, classes, SuspendingCalls.of(method));
	}

	CodePlace(CodeMethod method, boolean isStatic, String member, DeclaredTypes types, @Nullable Object only,
			Supplier<ClassPatcher> classes) {
		this(method, isStatic, member, types, only, classes, null);
	}

	private CodePlace(CodeMethod method, boolean isStatic, String member, DeclaredTypes types, @Nullable Object only,
			Supplier<ClassPatcher> classes, @Nullable SuspendingCalls suspending) {
		this.method = method;
		this.member = member;
		this.types = types;
		this.only = only;
		this.classes = classes;
		this.original = new OriginalCode(method, isStatic);
		this.suspending = suspending;
	}

	@Override
	public Class<?> type() {
		return this.method.type();
	}

	@Override
	public String member() {
		return this.member;
	}

	@Override
	public DeclaredTypes types() {
		return this.types;
	}

	@Override
	public CodeMethod code() {
		return this.method;
	}

	@Override
	public boolean isSame(PatchPlace other) {
		return other.code().equals(this.method);
	}

	@Override
	public String apply(PatchedMethod patch) {
		this.patch = patch;
		this.number = Dispatch.add(this);
		return this.classes.get().patch(this.method, this.number);
	}

	// The method stops asking first, whatever becomes of its code.
	@Override
	public void undo() {
		this.patch = null;
		Dispatch.remove(this.number);
		this.classes.get().revert(this.method);
	}

	@Override
	public @Nullable Object @Nullable [] call(@Nullable Object self, @Nullable Object[] arguments) throws Throwable {
		PatchedMethod current = this.patch;
		if (current == null || (this.only != null && this.only != self)) {
			return null;
		}
		SuspendingCalls kotlin = this.suspending;
		return (kotlin != null) ? kotlin.call(current, self, arguments, this.original)
				: current.call(self, arguments, this.original);
	}

}
