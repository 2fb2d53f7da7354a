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

import org.jspecify.annotations.Nullable;

/**
 * Calls the code of a patched method without its patch.
 */
final class OriginalCode implements PatchPlace.Original {

	private final CodeMethod method;

	private final MethodHandle handle;

	/**
	 * Create it.
	 * @param method the very method, and not one that overrides it
	 * @param isStatic whether it is static
	 */
	OriginalCode(CodeMethod method, boolean isStatic) {
		this.method = method;
		this.handle = handle(method, isStatic);
	}

	private static MethodHandle handle(CodeMethod method, boolean isStatic) {
		Class<?> type = method.type();
		try {
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
			MethodHandle handle = isStatic ? lookup.findStatic(type, method.name(), method.types())
					: lookup.findSpecial(type, method.name(), method.types(), type);
			MethodHandle spread = handle.asFixedArity().asSpreader(Object[].class, method.types().parameterCount());
			if (isStatic) {
				spread = MethodHandles.dropArguments(spread, 0, Object.class);
			}
			return spread.asType(MethodType.methodType(Object.class, Object.class, Object[].class));
		}
		catch (IllegalAccessException | NoSuchMethodException ex) {
			throw new PatchRefusedException("The module of " + type.getName()
					+ " isn't open, so its methods can't be called from a patch: " + ex.getMessage());
		}
	}

	@Override
	public @Nullable Object call(@Nullable Object self, @Nullable Object[] arguments) throws Throwable {
		Dispatch.callingOriginal(this.method);
		try {
			return this.handle.invokeExact(self, arguments);
		}
		finally {
			Dispatch.calledOriginal();
		}
	}

}
