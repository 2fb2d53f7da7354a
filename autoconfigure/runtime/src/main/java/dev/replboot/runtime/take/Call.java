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

package dev.replboot.runtime.take;

import java.lang.invoke.MethodHandles;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Callbacks;

/**
 * A call that evaluated code is about to make.
 *
 * @param owner the class that it is called on
 * @param name the method's name
 * @param types the types of its parameters
 * @param target what it is called on, or {@code null} for a static method
 * @param arguments its arguments
 * @param caller who makes it, or {@code null} if it is made by reflection
 * @param method makes the call
 */
record Call(Class<?> owner, String name, Class<?>[] types, @Nullable Object target, @Nullable Object[] arguments,
		MethodHandles.@Nullable Lookup caller, Callbacks.Body method) {

	@Nullable Object proceed() throws Throwable {
		return this.method.run();
	}

}
