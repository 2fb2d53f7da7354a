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

/**
 * A kind of call by which something is taken.
 */
interface Take {

	/**
	 * Whether a method is of this kind.
	 * @param owner the class that it is called on
	 * @param name its name
	 * @param types the types of its parameters
	 * @param result the type of its result
	 * @return whether its calls are to be made by {@link #make}
	 */
	boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result);

	/**
	 * Make a call and note what it takes.
	 * @param call the call
	 * @return the call's result
	 * @throws Throwable what the call throws
	 */
	@Nullable Object make(Call call) throws Throwable;

}
