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

package dev.replboot.access;

import dev.replboot.api.Internal;

/**
 * Threads that live as long as a lease and inherit nothing of the request that starts
 * them. Where the security context is inherited, as by
 * {@code MODE_INHERITABLETHREADLOCAL}, they and all that they start would keep the
 * credentials.
 */
@Internal
public final class LeaseThread {

	private LeaseThread() {
	}

	/**
	 * Make a thread, not started yet.
	 * @param task what it does
	 * @param name its name
	 * @return a daemon with the caller's context class loader
	 */
	public static Thread of(Runnable task, String name) {
		Thread thread = new Thread(null, task, name, 0, false);
		// which isn't inherited either, from Java 19 on
		thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
		thread.setDaemon(true);
		return thread;
	}

}
