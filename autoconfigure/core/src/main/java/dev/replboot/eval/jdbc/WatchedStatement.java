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

package dev.replboot.eval.jdbc;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * A statement that was executed while somebody watched.
 *
 * @param sql its text
 * @param time how long the database took for it
 * @param caller whose code had it executed: the application's class, method and line
 * @param thread the name of the thread
 * @param rows how many rows it changed, or how many have been read from it so far
 * @param query whether it gave rows
 * @param error what was thrown, or {@code null}
 */
public record WatchedStatement(String sql, Duration time, String caller, String thread, AtomicLong rows, boolean query,
		@Nullable Throwable error) {

}
