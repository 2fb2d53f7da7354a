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

import java.util.List;

import dev.replboot.api.Internal;

/**
 * What unloading a runtime could not let go of.
 *
 * @param leftovers one sentence for each thread that still runs and for each root by
 * which the application still holds the runtime; empty when nothing is known to stay
 */
@Internal
public record UnloadReport(List<String> leftovers) {

	public UnloadReport {
		leftovers = List.copyOf(leftovers);
	}

}
