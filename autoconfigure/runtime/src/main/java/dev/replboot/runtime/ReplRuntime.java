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

package dev.replboot.runtime;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * A loaded Clojure runtime. Made when the REPL opens and unloaded when it closes.
 */
@Internal
public interface ReplRuntime {

	/**
	 * The version of Clojure that was loaded.
	 * @return for example {@code 1.12.6}
	 */
	String clojureVersion();

	/**
	 * What a user must know of this runtime's weaknesses, shown in the session's banner.
	 * @return one sentence, or {@code null} when there is nothing to say
	 */
	@Nullable String notice();

	/**
	 * A fresh REPL: namespace {@code user}, bindings of its own.
	 * @param settings what it prints and how much
	 * @return the session's side inside the runtime
	 */
	EngineSession newSession(SessionSettings settings);

	/**
	 * A scope for one evaluation.
	 * @param context entered on every thread of the evaluation before anything of it runs
	 * @return a scope in which nothing runs yet
	 */
	EvaluationScope newScope(ThreadContext context);

	/**
	 * Give back what evaluations have taken or changed in the application, although this
	 * runtime isn't unloaded yet.
	 * @param patience how long to wait for that
	 * @return a sentence for each thing that couldn't be given back
	 */
	default List<String> giveBack(Duration patience) {
		return List.of();
	}

	/**
	 * Stop whatever still runs, let go of every class and thread. Idempotent.
	 * @param patience how long to wait for what has been told to stop
	 * @return what could not be let go of
	 */
	UnloadReport unload(Duration patience);

}
