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

package dev.replboot.kit.patch;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What a watch notes. The functions run on the application's threads.
 *
 * @param limit how many calls whoever watches takes, and then takes no more
 * @param perSecond how many calls a second are noted at most
 * @param budget how long the functions may take for a call
 * @param values whether arguments and results are of interest, or only who calls
 * @param when which calls are of interest, asked before the call; {@code null} for all
 * @param whenAfter the same, asked after the call
 * @param showBefore what to show, asked before the call, or {@code null}
 * @param show what to show in place of arguments and result, asked after the call, or
 * {@code null}
 */
public record WatchOptions(int limit, int perSecond, Duration budget, boolean values,
		@Nullable Function<WatchedCall, @Nullable Object> when,
		@Nullable Function<WatchedCall, @Nullable Object> whenAfter,
		@Nullable Function<WatchedCall, @Nullable Object> showBefore,
		@Nullable Function<WatchedCall, @Nullable Object> show) {

}
