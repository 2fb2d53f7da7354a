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

/**
 * Knows of the results of one patch. What the original gives isn't one of them.
 */
final class PatchResults {

	final ReturnedClasses classes = new ReturnedClasses();

	private final RecentCalls calls = new RecentCalls();

	private final RecentCalls nils = new RecentCalls();

	private final RecentThrowables counted = new RecentThrowables();

	private volatile boolean later;

	/**
	 * The patch has given something.
	 * @param value the value
	 * @param original what the original has given to the patch, or {@code null}
	 * @param now the moment of the call
	 */
	void add(@Nullable Object value, @Nullable Object original, long now) {
		this.calls.add(now);
		if (value == null) {
			this.nils.add(now);
		}
		this.classes.add(value, original, now);
	}

	/**
	 * The patch has given what the original had given.
	 * @param original the value
	 * @param now the moment of the call
	 */
	void passOn(@Nullable Object original, long now) {
		this.classes.addOriginal(original, now);
	}

	/**
	 * Something has come that the patch had promised.
	 * @param value the value
	 * @param original what the original has given to the patch, or {@code null}
	 */
	void addLater(@Nullable Object value, @Nullable Object original) {
		this.later = true;
		add(value, original, System.nanoTime());
	}

	/**
	 * Whether an operation may have got a result of the patch.
	 * @param operation an operation of the application
	 * @return {@code false} if the patch gave nothing since the operation began
	 */
	boolean mayBeIn(CallerFailures.Operation operation) {
		return this.calls.hasSince(operation.since());
	}

	/**
	 * Whether the operation that the calling thread ends has got a result of the patch,
	 * as far as that can be known.
	 * @param operation an operation of the application
	 * @return {@code false} if it runs on one thread, to which the patch gave nothing
	 */
	boolean areIn(CallerFailures.Operation operation) {
		return areIn(operation, this.calls);
	}

	/**
	 * Whether it is known of the operation that it has got a result of the patch.
	 * @param operation an operation of the application
	 * @return {@code false} if another one may have got it in the meantime
	 */
	boolean areSurelyIn(CallerFailures.Operation operation) {
		return operation.isHere() && !this.later && this.calls.hasSurelyHereSince(operation.since());
	}

	/**
	 * Whether the operation that the calling thread ends has got nil, as far as that can
	 * be known.
	 * @param operation an operation of the application
	 * @return {@code false} if it runs on one thread, to which the patch gave no nil
	 */
	boolean areNilIn(CallerFailures.Operation operation) {
		return areIn(operation, this.nils);
	}

	/**
	 * Whether an operation may have got nil, on whichever thread.
	 * @param operation an operation of the application
	 * @return {@code false} if the patch gave no nil since the operation began
	 */
	boolean mayBeNilIn(CallerFailures.Operation operation) {
		return this.nils.hasSince(operation.since());
	}

	private boolean areIn(CallerFailures.Operation operation, RecentCalls calls) {
		boolean here = operation.isHere() && !this.later;
		return here ? calls.hasHereSince(operation.since()) : calls.hasSince(operation.since());
	}

	/**
	 * Remember that an exception counts. Whom it reaches may report it again.
	 * @param thrown the exception
	 */
	void count(Throwable thrown) {
		this.counted.add(thrown);
	}

	boolean isCounted(Throwable thrown) {
		return this.counted.contains(thrown);
	}

}
