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

import org.jspecify.annotations.Nullable;

/**
 * An exception that code of an evaluation throws to the application, which describes it
 * and follows its causes without a limit.
 */
final class ThrownOut {

	private static final int MOST_CAUSES = 100;

	private ThrownOut() {
	}

	/**
	 * Describe an exception of evaluated code once, within the limits of the calling
	 * callback.
	 * @param thrown the exception
	 * @return the same, or another one in its place if its causes don't end
	 */
	static Throwable checked(Throwable thrown) {
		Throwable each = thrown;
		for (int i = 0; i < MOST_CAUSES; i++) {
			if (RuntimeHome.of(each.getClass().getClassLoader()) != null) {
				describe(each);
			}
			Throwable cause = each.getCause();
			if (cause == null) {
				return thrown;
			}
			each = cause;
		}
		return new IllegalStateException("The causes of an exception don't end: " + thrown.getClass().getName());
	}

	@SuppressWarnings("ReturnValueIgnored")
	private static @Nullable String describe(Throwable thrown) {
		thrown.toString();
		return thrown.getMessage();
	}

}
