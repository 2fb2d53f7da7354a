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

package dev.replboot.kit.data;

import org.jspecify.annotations.Nullable;

/**
 * Keeps sentences for people in sight: a REPL shows the first cause of an exception,
 * which alone says too little. So the reason is no cause of it.
 */
final class Worded {

	private Worded() {
	}

	/**
	 * Keep the reason of an exception with it.
	 * @param <T> the exception's type
	 * @param failure the exception, whose message says what happened
	 * @param reason what the database or the driver says, or {@code null}
	 * @return the exception
	 */
	static <T extends Throwable> T by(T failure, @Nullable Throwable reason) {
		if (reason != null) {
			failure.addSuppressed(reason);
		}
		return failure;
	}

}
