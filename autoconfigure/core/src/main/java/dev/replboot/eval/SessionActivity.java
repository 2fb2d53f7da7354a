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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.runtime.stop.Threads;

/**
 * What a session evaluates, and what it has evaluated, for whoever looks at it. Any
 * thread may ask; one alone evaluates.
 */
@Internal
public final class SessionActivity {

	private static final int REMEMBERED = 20;

	private final Deque<EvaluationSummary> recent = new ArrayDeque<>();

	private volatile @Nullable RunningEvaluation current;

	private volatile long count;

	SessionActivity() {
	}

	void begin(RunningEvaluation evaluation) {
		this.current = evaluation;
	}

	void end() {
		this.current = null;
	}

	@Nullable RunningEvaluation current() {
		return this.current;
	}

	void add(EvaluationSummary evaluation) {
		synchronized (this.recent) {
			this.count++;
			if (this.recent.size() == REMEMBERED) {
				this.recent.removeFirst();
			}
			this.recent.addLast(evaluation);
		}
	}

	/**
	 * How many evaluations are over.
	 * @return the number
	 */
	public long count() {
		return this.count;
	}

	/**
	 * What is being evaluated now.
	 * @return the evaluation without an outcome, or {@code null} when the session waits
	 * for input
	 */
	public @Nullable EvaluationSummary running() {
		RunningEvaluation evaluation = this.current;
		EvaluationIntent intent = (evaluation != null) ? evaluation.intent() : null;
		if (evaluation == null || intent == null) {
			return null;
		}
		return EvaluationSummary.running(intent, Duration.ofNanos(evaluation.clock().elapsedNanos()),
				evaluation.isStuck());
	}

	/**
	 * Whether a form has begun and is not over.
	 * @return whether the session is busy
	 */
	public boolean isBusy() {
		RunningEvaluation evaluation = this.current;
		return evaluation != null && evaluation.hasBegun() && !evaluation.scope().isBodyOver();
	}

	/**
	 * The last evaluations, oldest first.
	 * @return at most twenty
	 */
	public List<EvaluationSummary> recent() {
		synchronized (this.recent) {
			return List.copyOf(this.recent);
		}
	}

	/**
	 * Where the main thread of what is being evaluated is.
	 * @return its stack, innermost first; empty when nothing is evaluated
	 */
	public StackTraceElement[] stack() {
		RunningEvaluation evaluation = this.current;
		if (evaluation == null || !evaluation.hasBegun()) {
			return new StackTraceElement[0];
		}
		List<Thread> threads = evaluation.threads();
		return threads.isEmpty() ? new StackTraceElement[0] : Threads.stack(threads.get(0));
	}

}
