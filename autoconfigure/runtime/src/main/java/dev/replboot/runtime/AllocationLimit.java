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
 * What an evaluation may still allocate.
 */
@Internal
public interface AllocationLimit {

	/**
	 * What is left.
	 * @return bytes, {@link Long#MAX_VALUE} for no limit
	 */
	long left();

	/**
	 * Stop the evaluation, because it asks for more at once than is left.
	 * @param bytes what it asks for
	 */
	void tooLarge(long bytes);

	/**
	 * Stop the evaluation, because the JVM has no memory for it.
	 */
	void outOfMemory();

}
