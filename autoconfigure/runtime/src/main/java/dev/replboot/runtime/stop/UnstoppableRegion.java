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

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets the engine finish its own bookkeeping in a thread that is being stopped.
 */
public final class UnstoppableRegion {

	private UnstoppableRegion() {
	}

	static void run(Runnable work) {
		around(() -> {
			work.run();
			return null;
		});
	}

	/**
	 * Run something that polls must not break off. It has to be short: after two seconds
	 * they do.
	 * @param <T> the result's type
	 * @param work what to run
	 * @return its result
	 */
	public static <T extends @Nullable Object> T around(Supplier<T> work) {
		ThreadScope state = ThreadScope.current();
		state.shield(1);
		try {
			return work.get();
		}
		finally {
			state.shield(-1);
		}
	}

}
