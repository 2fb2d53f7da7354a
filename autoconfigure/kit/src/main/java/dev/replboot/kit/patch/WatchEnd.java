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

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.StandIn;
import dev.replboot.text.VisibleText;

/**
 * Why a watch has ended before its time.
 *
 * @param why the end of a sentence
 * @param failure what its code has thrown, or {@code null}
 */
record WatchEnd(String why, @Nullable Throwable failure) {

	/**
	 * Describe it, for whoever watches and not on a thread of the application.
	 * @return the end of a sentence
	 */
	String sentence() {
		Throwable thrown = this.failure;
		return (thrown != null) ? this.why + ", the application's call went on: " + VisibleText.line(text(thrown))
				: this.why;
	}

	// Describing what the application has thrown may run its code, which may fail.
	private static String text(Throwable thrown) {
		try {
			return String.valueOf(StandIn.of(thrown));
		}
		catch (RuntimeException | StackOverflowError | AssertionError ex) {
			return thrown.getClass().getName();
		}
	}

}
