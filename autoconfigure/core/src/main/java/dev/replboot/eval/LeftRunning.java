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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.replboot.runtime.StopCause;

/**
 * What the forms of a session have left running: threads, futures, and tasks that an
 * executor takes up late. It belongs to the session, which can stop it.
 */
final class LeftRunning {

	private final Set<RunningEvaluation> evaluations = ConcurrentHashMap.newKeySet();

	private final Consumer<String> notices;

	/**
	 * Create it.
	 * @param notices gets a sentence for the client when something is stopped
	 */
	LeftRunning(Consumer<String> notices) {
		this.notices = notices;
	}

	/**
	 * Keep an evaluation whose body is over, if something of it runs. One that runs
	 * nothing, such as that of a comment, is forgotten.
	 * @param evaluation the evaluation
	 */
	void keepIfRunning(RunningEvaluation evaluation) {
		this.evaluations.removeIf((earlier) -> earlier.scope().isOver());
		if (!evaluation.scope().isOver() && !evaluation.isStopping()) {
			keep(evaluation);
		}
	}

	void keep(RunningEvaluation evaluation) {
		evaluation.onStop((cause) -> this.notices
			.accept("What evaluation " + evaluation.id() + " left running was stopped: " + cause.sentence()));
		this.evaluations.add(evaluation);
	}

	/**
	 * Stop all of it.
	 * @param cause why
	 * @return whether there was something to stop
	 */
	boolean stop(StopCause cause) {
		boolean stopped = false;
		for (RunningEvaluation evaluation : this.evaluations) {
			stopped |= !evaluation.scope().isOver() && evaluation.stop(cause);
		}
		return stopped;
	}

}
