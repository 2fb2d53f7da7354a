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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What a dry run's body has started and what isn't over with the body: threads that work,
 * and what was scheduled for later.
 */
final class LeftAtWork {

	private final List<String> working = new ArrayList<>();

	private final Set<String> stopped = new TreeSet<>();

	private final Set<String> past = new TreeSet<>();

	/**
	 * Wait for what the body has started, and stop what it has scheduled.
	 * @param threads the body's threads
	 */
	void note(BodyThreads threads) {
		this.working.addAll(threads.await());
		this.stopped.addAll(threads.stopped());
		this.past.addAll(threads.past());
	}

	/**
	 * Sentences about it.
	 * @return none if nothing is left
	 */
	List<String> notes() {
		List<String> notes = new ArrayList<>();
		if (!this.working.isEmpty()) {
			notes.add("Threads that the body started still worked " + BodyThreads.PATIENCE.toSeconds()
					+ " s after its end: " + String.join(", ", this.working)
					+ ". What they do from now on isn't part of the transaction: the application's DataSources have no"
					+ " connection for them any more, and nothing else that they do is rolled back.");
		}
		if (!this.stopped.isEmpty()) {
			notes.add("The body scheduled work for later, which is stopped and isn't part of the transaction: "
					+ String.join(", ", this.stopped) + ".");
		}
		if (!this.past.isEmpty()) {
			notes.add("The body gave work to something that the REPL can't stop: " + String.join(", ", this.past)
					+ ". What it does isn't part of the transaction and isn't rolled back.");
		}
		return notes;
	}

	/**
	 * Why a correction isn't committed.
	 * @return the reason, or {@code null} if nothing is left
	 */
	@Nullable String refusal() {
		if (!this.working.isEmpty()) {
			return "Threads that the body started still work. Wait for them in the body: (deref …), (.join …).";
		}
		return (this.stopped.isEmpty() && this.past.isEmpty()) ? null
				: "The body scheduled work for later, which wouldn't be part of the correction. Do it in the body.";
	}

}
