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

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Callbacks;

/**
 * The call by which a filter or an interceptor passes on what it was called with. It
 * takes nothing, but what follows is the application's own code.
 */
final class PassingOn implements Take {

	/**
	 * Whether a method may pass something on.
	 * @param owner the name of its class, also an internal one
	 * @param name the method's name
	 * @return whether its calls are to be looked at
	 */
	static boolean mayConcern(String owner, String name) {
		return Callbacks.PASSING_ON.contains(name) && !owner.startsWith("java/") && !owner.startsWith("java.");
	}

	@Override
	public boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		return mayConcern(owner.getName(), name);
	}

	@Override
	public @Nullable Object make(Call call) throws Throwable {
		return Callbacks.passingOn(call.target(), call::proceed);
	}

}
