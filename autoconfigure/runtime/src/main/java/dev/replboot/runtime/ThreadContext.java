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

package dev.replboot.runtime;

import dev.replboot.api.Internal;

/**
 * Something to set up on each thread of an evaluation, such as the principal's security
 * context, and to take away again.
 */
@Internal
@FunctionalInterface
public interface ThreadContext {

	/**
	 * A context that sets nothing up.
	 */
	ThreadContext NONE = () -> () -> {
	};

	/**
	 * Set the context up on the calling thread.
	 * @return what takes it away again; to be closed on the same thread
	 */
	Entered enter();

	/**
	 * For whom the evaluation is.
	 * @return a name, to be shown
	 */
	default String actor() {
		return "unknown";
	}

	/**
	 * A context that is in force on a thread.
	 */
	@FunctionalInterface
	interface Entered extends AutoCloseable {

		@Override
		void close();

	}

}
