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

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Keeps interrupts from a thread while it is in code that they harm and that is stopped
 * by other means, such as a database's driver. An interrupt closes the file of an
 * embedded H2 for the whole application, and the socket of whoever reads from it on a
 * virtual thread.
 */
public final class InterruptGate {

	private int entered;

	InterruptGate() {
	}

	/**
	 * Call such code on the calling thread. Where the evaluation is stopped and the code
	 * takes no notice of the other means for two seconds, it is interrupted as well.
	 * @param <T> the result's type
	 * @param call the code
	 * @return its result
	 * @throws Exception what the code throws
	 */
	public static <T extends @Nullable Object> T behind(Callable<T> call) throws Exception {
		InterruptGate gate = ThreadScope.current().interrupts();
		boolean wasInterrupted = gate.enter();
		try {
			return call.call();
		}
		finally {
			gate.leave(wasInterrupted);
		}
	}

	private synchronized boolean enter() {
		this.entered++;
		return Thread.interrupted();
	}

	private synchronized void leave(boolean wasInterrupted) {
		this.entered--;
		if (wasInterrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Interrupt a thread.
	 * @param thread the thread whose gate this is
	 * @param inAnyCase whether to interrupt it in such code as well
	 */
	synchronized void interrupt(Thread thread, boolean inAnyCase) {
		if (inAnyCase || this.entered == 0) {
			Threads.interrupt(thread);
		}
	}

}
