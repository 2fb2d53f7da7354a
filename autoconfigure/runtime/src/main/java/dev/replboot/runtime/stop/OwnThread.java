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

package dev.replboot.runtime.stop;

import org.jspecify.annotations.Nullable;

/**
 * A thread whose class evaluated code can extend. What {@link Thread} answers is here
 * once more, where nobody can override it.
 */
public interface OwnThread {

	/**
	 * The thread's state.
	 * @return what {@link Thread#getState()} returns
	 */
	Thread.State ownState();

	/**
	 * The thread's identifier.
	 * @return what {@link Thread#getId()} returns
	 */
	long ownId();

	/**
	 * Where the thread is.
	 * @return what {@link Thread#getStackTrace()} returns
	 */
	StackTraceElement[] ownStack();

	/**
	 * The thread's context class loader.
	 * @return what {@link Thread#getContextClassLoader()} returns
	 */
	@Nullable ClassLoader ownContextClassLoader();

	/**
	 * Change the thread's context class loader.
	 * @param loader the loader
	 */
	void ownContextClassLoader(@Nullable ClassLoader loader);

	/**
	 * Interrupt the thread.
	 */
	void ownInterrupt();

}
