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

package dev.replboot.runtime.hook;

import java.util.concurrent.ExecutionException;

import dev.replboot.runtime.stop.Scopes;

/**
 * Waits as methods do that take no notice of interrupts, except when the evaluation is
 * being stopped.
 */
final class Uninterruptible {

	private Uninterruptible() {
	}

	static void await(Wait wait) {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					wait.await();
					return;
				}
				catch (InterruptedException ex) {
					interrupted = true;
					Scopes.poll();
				}
				catch (ExecutionException ex) {
					// the caller asks for the outcome again, in its own way
					return;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Something that waits interruptibly.
	 */
	interface Wait {

		void await() throws InterruptedException, ExecutionException;

	}

}
