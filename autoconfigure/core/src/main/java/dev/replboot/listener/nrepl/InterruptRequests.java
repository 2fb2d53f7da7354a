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

package dev.replboot.listener.nrepl;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The interrupts that an evaluation has to answer when it is over. They come on another
 * thread than the evaluation's, and never wait for it.
 */
final class InterruptRequests {

	private final List<NreplMessage> requests = new ArrayList<>();

	private boolean over;

	/**
	 * Have an interrupt answered.
	 * @param request the interrupt
	 * @return whether the evaluation isn't over yet
	 */
	synchronized boolean add(NreplMessage request) {
		if (!this.over) {
			this.requests.add(request);
		}
		return !this.over;
	}

	/**
	 * Whether there are any.
	 * @return whether the evaluation should be stopping or has stopped
	 */
	synchronized boolean isPresent() {
		return !this.requests.isEmpty();
	}

	/**
	 * Declare the evaluation to be over.
	 * @return what is to be answered, or {@code null} when it was over already
	 */
	synchronized @Nullable List<NreplMessage> end() {
		if (this.over) {
			return null;
		}
		this.over = true;
		return List.copyOf(this.requests);
	}

}
