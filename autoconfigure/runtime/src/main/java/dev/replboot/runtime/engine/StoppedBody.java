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

package dev.replboot.runtime.engine;

import clojure.lang.AFn;
import clojure.lang.IFn;

import dev.replboot.runtime.stop.Scopes;

/**
 * Replaces the body of a lazy sequence that was stopped. The compiler clears the values
 * that a body closes over as it runs, so a second run would end the sequence too early
 * and report nothing.
 */
public final class StoppedBody extends AFn {

	private static final IFn STOPPED = new StoppedBody();

	private StoppedBody() {
	}

	/**
	 * Called by {@code LazySeq} when a body has thrown.
	 * @param body the body
	 * @return what is called the next time
	 */
	public static IFn insteadOf(IFn body) {
		return Scopes.isStopping() ? STOPPED : body;
	}

	@Override
	public Object invoke() {
		throw new IllegalStateException(
				"This lazy sequence was stopped while it was realized, so what follows isn't known."
						+ " Make it again.");
	}

}
