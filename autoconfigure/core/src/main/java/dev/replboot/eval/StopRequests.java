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

package dev.replboot.eval;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.StopCause;

/**
 * What is to be stopped, as a session's own thread and those that stop it agree on it. An
 * interrupt that comes with the input is meant for what was sent before it: for what
 * runs, or else for the next form, if that was sent before. It is never for what was sent
 * after it; a mark in the input tells the one from the other.
 */
final class StopRequests {

	private @Nullable StopCause ended;

	/**
	 * One for each mark that the reader hasn't come to.
	 */
	private final Deque<Order> marked = new ArrayDeque<>();

	private @Nullable Thread stoppable;

	/**
	 * Stop what runs.
	 * @param cause why
	 * @param current what the session is at, or {@code null}
	 * @return whether there was something to stop
	 */
	synchronized boolean stop(StopCause cause, @Nullable RunningEvaluation current) {
		if (current != null && (current.stop(cause) || current.isStoppingStill())) {
			return true;
		}
		if (this.stoppable != null) {
			this.stoppable.interrupt();
			return true;
		}
		return false;
	}

	/**
	 * Stop what runs, or the next form if that begins before the mark that is about to be
	 * put into the input.
	 * @param cause why
	 * @param current what the session is at, or {@code null}
	 * @return whether there was something to stop already
	 */
	synchronized boolean stopBeforeMark(StopCause cause, @Nullable RunningEvaluation current) {
		boolean stopped = stop(cause, current);
		this.marked.addLast(new Order(cause, stopped));
		return stopped;
	}

	synchronized boolean isMarked() {
		return !this.marked.isEmpty();
	}

	/**
	 * The reader has come to a mark.
	 * @return whether it was one, and not a character that only looks like it
	 */
	synchronized boolean passMark() {
		return this.marked.pollFirst() != null;
	}

	/**
	 * Stop what runs and whatever would come after it.
	 * @param cause why
	 * @param current what the session is at, or {@code null}
	 */
	synchronized void end(StopCause cause, @Nullable RunningEvaluation current) {
		// the first reason is the one that counts
		if (this.ended == null) {
			this.ended = cause;
		}
		stop(cause, current);
	}

	synchronized @Nullable String endedBecause() {
		return (this.ended != null) ? this.ended.sentence() : null;
	}

	synchronized boolean isEnded() {
		return this.ended != null;
	}

	/**
	 * Called when a form has begun.
	 * @return why it has to stop at once, or {@code null}
	 */
	synchronized @Nullable StopCause begun() {
		if (this.ended != null) {
			return this.ended;
		}
		for (Order order : this.marked) {
			if (!order.done) {
				order.done = true;
				return order.cause;
			}
		}
		return null;
	}

	/**
	 * Do something between two evaluations that waits for input and can be stopped.
	 * @param task what to do
	 * @return whether it came to its end
	 * @throws IOException if the input can't be read
	 */
	boolean stoppable(Task task) throws IOException {
		synchronized (this) {
			if (begun() != null) {
				// it came between the evaluation and this
				return false;
			}
			this.stoppable = Thread.currentThread();
		}
		try {
			task.run();
			return true;
		}
		catch (InterruptedIOException ex) {
			return false;
		}
		finally {
			synchronized (this) {
				this.stoppable = null;
				// one that came too late isn't for what follows
				Thread.interrupted();
			}
		}
	}

	/**
	 * Something that reads input.
	 */
	@FunctionalInterface
	interface Task {

		void run() throws IOException;

	}

	private static final class Order {

		private final StopCause cause;

		private boolean done;

		private Order(StopCause cause, boolean done) {
			this.cause = cause;
			this.done = done;
		}

	}

}
