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

package dev.replboot.runtime.unload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import dev.replboot.runtime.Patience;
import dev.replboot.runtime.StopCause;
import dev.replboot.runtime.UnloadReport;
import dev.replboot.runtime.stop.RuntimeScopes;

/**
 * Ends a runtime.
 */
public final class Unloading {

	private static final StopCause CLOSING = new StopCause(StopCause.Kind.INTERRUPTED, "The REPL is closing.");

	private final RuntimeOwnership runtime;

	private final RuntimeScopes scopes;

	private final RuntimeHolders roots;

	private final Collection<Object> hostObjects;

	private final RuntimeWatch watch;

	/**
	 * Create the ending of a runtime.
	 * @param home the loader that all its classes are found through
	 * @param scopes its evaluations
	 * @param hostObjects what it was given of the application
	 * @param watch watches whether the JVM unloads it
	 */
	public Unloading(ClassLoader home, RuntimeScopes scopes, Collection<Object> hostObjects, RuntimeWatch watch) {
		String name = home.getName();
		this.runtime = new RuntimeOwnership(home, (name != null) ? name : "");
		this.scopes = scopes;
		this.roots = new RuntimeHolders(hostObjects);
		this.hostObjects = hostObjects;
		this.watch = watch;
	}

	/**
	 * Stop what runs, then let go.
	 * @param patience how long to wait for what has been told to stop
	 * @return what could not be let go of
	 */
	public UnloadReport run(Duration patience) {
		List<String> sentences = new ArrayList<>(this.scopes.takeOut(patience));
		Patience waiting = new Patience(patience);
		this.scopes.close(CLOSING);
		Set<Thread> running = new RunningThreads(this.runtime, this.scopes::nudgeAll).await(waiting);
		this.scopes.forget();
		sentences.addAll(RunningThreads.describe(running));
		sentences.addAll(this.scopes.giveBack(patience));
		sentences.addAll(this.roots.release(this.runtime));
		this.watch.watch(this.runtime, this.hostObjects);
		return new UnloadReport(sentences);
	}

}
