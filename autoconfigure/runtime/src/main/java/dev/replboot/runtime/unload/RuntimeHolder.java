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

package dev.replboot.runtime.unload;

import java.util.List;

/**
 * Something outside of a runtime that may hold it.
 */
@FunctionalInterface
interface RuntimeHolder {

	/**
	 * Let go of the runtime where that harms nobody.
	 * @param runtime the runtime that has been closed
	 * @return a sentence for each thing that the user should know of
	 */
	List<String> release(RuntimeOwnership runtime);

}
