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

package dev.replboot.eval;

import java.time.Duration;

import dev.replboot.api.Internal;

/**
 * The limits of every evaluation.
 *
 * @param time how long it may run, not counting the time it waits for the client's input
 * @param allocation bytes that its threads may allocate
 * @param output characters that it may print, those of its value included
 * @param printLength elements of a collection that are printed
 * @param printLevel depth of nesting that is printed
 * @param request characters that one form may have
 * @param readable whether values are printed so that they can be read back
 */
@Internal
public record EvaluationLimits(Duration time, long allocation, long output, int printLength, int printLevel,
		int request, boolean readable) {

}
