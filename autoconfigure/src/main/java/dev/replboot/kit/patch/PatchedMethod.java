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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.patch.Coercion.CoercionException;

/**
 * A method while it is patched: calls what stands in its place, counts, and gives up when
 * that fails too often.
 */
final class PatchedMethod implements Patched {

	private final Method method;

	private final PatchBody body;

	private final Counter counter;

	private final ClassPatcher classes;

	private final long number;

	private final MethodHandle original;

	/**
	 * Create it.
	 * @param number the patch's number
	 * @param method the method
	 * @param body what runs in its place
	 * @param counter counts its calls
	 * @param classes rewrites its class
	 */
	PatchedMethod(long number, Method method, PatchBody body, Counter counter, ClassPatcher classes) {
		this.number = number;
		this.method = method;
		this.body = body;
		this.counter = counter;
		this.classes = classes;
		this.original = original(method);
	}

	// the very method, and not one that overrides it
	private static MethodHandle original(Method method) {
		try {
			Class<?> type = method.getDeclaringClass();
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
			boolean isStatic = Modifier.isStatic(method.getModifiers());
			MethodHandle handle = isStatic ? lookup.unreflect(method) : lookup.unreflectSpecial(method, type);
			int count = method.getParameterCount();
			MethodHandle fixed = handle.asFixedArity();
			MethodHandle spread = fixed.asSpreader(Object[].class, count);
			if (isStatic) {
				spread = MethodHandles.dropArguments(spread, 0, Object.class);
			}
			return spread.asType(MethodType.methodType(Object.class, Object.class, Object[].class));
		}
		catch (IllegalAccessException ex) {
			throw new PatchRefusedException("The module of " + method.getDeclaringClass().getName()
					+ " isn't open, so its methods can't be called from a patch: " + ex.getMessage());
		}
	}

	@Nullable Object @Nullable [] call(@Nullable Object self, @Nullable Object[] arguments) throws Throwable {
		if (!this.counter.begin()) {
			return null;
		}
		Proceeding proceeding = new Proceeding(self, arguments);
		long begin = System.nanoTime();
		try {
			Object result = Coercion.coerce(this.body.call(self, arguments, proceeding), this.method.getReturnType(),
					"What the patch of " + name() + " gave");
			this.counter.checkTime(System.nanoTime() - begin);
			return new Object[] { result };
		}
		catch (Throwable ex) {
			if (ex == proceeding.thrown) {
				// the original's own
				throw ex;
			}
			boolean over = this.counter.failed(ex);
			// as if the patch weren't there, unless the original has run already
			if ((over || ex instanceof CoercionException) && !proceeding.used) {
				return null;
			}
			throw ex;
		}
	}

	String name() {
		return this.method.getDeclaringClass().getSimpleName() + "." + this.method.getName();
	}

	Method method() {
		return this.method;
	}

	@Override
	public String owner() {
		return this.method.getDeclaringClass().getName();
	}

	@Override
	public String member() {
		return MethodFinder.signature(this.method);
	}

	@Override
	public boolean isSame(Patched other) {
		return other instanceof PatchedMethod same && same.method.equals(this.method);
	}

	@Override
	public long calls() {
		return this.counter.calls();
	}

	@Override
	public int errors() {
		return this.counter.errors();
	}

	@Override
	public String apply() {
		Dispatch.add(this.number, this);
		return this.classes.patch(this.method, this.number);
	}

	// first the method no longer asks what to do, whatever becomes of its code
	@Override
	public void undo() {
		Dispatch.remove(this.number);
		this.classes.revert(this.method);
	}

	/**
	 * Calls the original.
	 */
	private final class Proceeding implements PatchBody.Proceed {

		private final @Nullable Object self;

		private final @Nullable Object[] given;

		private volatile boolean used;

		private volatile @Nullable Throwable thrown;

		private Proceeding(@Nullable Object self, @Nullable Object[] given) {
			this.self = self;
			this.given = given;
		}

		@Override
		public @Nullable Object call(@Nullable Object @Nullable [] arguments) throws Throwable {
			@Nullable Object[] passed = (arguments != null) ? coerced(arguments) : this.given;
			this.used = true;
			Dispatch.callingOriginal(PatchedMethod.this.method);
			try {
				return PatchedMethod.this.original.invokeExact(this.self, passed);
			}
			catch (Throwable ex) {
				this.thrown = ex;
				throw ex;
			}
			finally {
				Dispatch.calledOriginal();
			}
		}

		private @Nullable Object[] coerced(@Nullable Object[] arguments) {
			Class<?>[] types = PatchedMethod.this.method.getParameterTypes();
			if (types.length != arguments.length) {
				throw new CoercionException(name() + " takes " + types.length
						+ " arguments, and proceed was called with " + arguments.length);
			}
			@Nullable Object[] coerced = new Object[types.length];
			for (int i = 0; i < types.length; i++) {
				coerced[i] = Coercion.coerce(arguments[i], types[i], "Argument " + (i + 1) + " of proceed");
			}
			return coerced;
		}

	}

}
