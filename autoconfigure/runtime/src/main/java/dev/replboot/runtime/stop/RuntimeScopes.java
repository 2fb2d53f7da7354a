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

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.StopCause;
import dev.replboot.runtime.ThreadContext;

/**
 * The evaluations of one runtime and all that they have left behind.
 */
public final class RuntimeScopes {

	private static volatile Callbacks shared = new Callbacks(
			new CallbackWatch(Callbacks.DEFAULT_BUDGET, PollSite.SHARED, () -> false), new Taken(Runnable::run));

	private final PollSite pollSite;

	private final GuardListener guardListener;

	private final Set<TrackedScope> live = ConcurrentHashMap.newKeySet();

	// those of which an executor of the application may begin something late
	private final Set<TrackedScope> expecting = ConcurrentHashMap.newKeySet();

	private final ScopeResources resources = new ScopeResources();

	// weakly, as the others
	private final ScopeResources lent = new ScopeResources();

	private final KeptExecutors kept = new KeptExecutors();

	private final ExecutorService workers;

	private final CallbackWatch callbackWatch;

	private final Callbacks callbacks;

	private final Taken taken = new Taken(this::inBackground);

	private volatile boolean closed;

	private RuntimeScopes(PollSite pollSite, String name, GuardListener guardListener, Duration callbackBudget) {
		this.pollSite = pollSite;
		this.callbackWatch = new CallbackWatch(callbackBudget, pollSite, this::isEvaluating);
		this.callbacks = new Callbacks(this.callbackWatch, this.taken);
		this.guardListener = guardListener;
		this.workers = WorkerThreads.pool(name + "-worker");
	}

	/**
	 * The evaluations of a runtime whose classes have a poll site of their own.
	 * @param name begins the names of its threads
	 * @param guardListener told of what the guards refuse and permit
	 * @param callbackBudget how long its code may take on a thread of the application
	 * @return nothing runs in it yet
	 */
	public static RuntimeScopes isolated(String name, GuardListener guardListener, Duration callbackBudget) {
		return new RuntimeScopes(new PollSite(), name, guardListener, callbackBudget);
	}

	/**
	 * The evaluations of a runtime in the application's own Clojure.
	 * @param name begins the names of its threads
	 * @param guardListener told of what the guards refuse and permit
	 * @param callbackBudget how long its code may take on a thread of the application
	 * @return nothing runs in it yet
	 */
	public static RuntimeScopes shared(String name, GuardListener guardListener, Duration callbackBudget) {
		RuntimeScopes scopes = new RuntimeScopes(PollSite.SHARED, name, guardListener, callbackBudget);
		shared = scopes.callbacks;
		return scopes;
	}

	/**
	 * The poll site of the classes of this runtime.
	 * @return the same for the runtime's whole life
	 */
	public PollSite pollSite() {
		return this.pollSite;
	}

	/**
	 * The calls that threads of the application make.
	 * @return the same for the runtime's whole life
	 */
	public Callbacks callbacks() {
		return this.callbacks;
	}

	/**
	 * What evaluations have taken or changed in the application.
	 * @return the same for the runtime's whole life
	 */
	public Taken taken() {
		return this.taken;
	}

	/**
	 * Take out what evaluations have added to something of the application's, before the
	 * runtime is closed.
	 * @param patience how long to wait for that
	 * @return a sentence for each thing that couldn't be taken out
	 */
	public List<String> takeOut(Duration patience) {
		return this.taken.giveBackAdded(patience);
	}

	/**
	 * Give back what evaluations have taken or changed in the application.
	 * @param patience how long to wait for that
	 * @return a sentence for each thing that couldn't be given back
	 */
	public List<String> giveBack(Duration patience) {
		return this.taken.giveBackAll(patience);
	}

	static Callbacks sharedCallbacks() {
		return shared;
	}

	/**
	 * A scope for one evaluation.
	 * @param context entered on each of its threads
	 * @return a scope in which nothing runs yet
	 */
	public EvaluationScope newScope(ThreadContext context) {
		return new TrackedScope(this, context);
	}

	/**
	 * Runs tasks for the evaluation that hands them over. It is the executor of Clojure's
	 * futures and agents.
	 * @return an executor that is shut down by {@link #close}
	 */
	public ExecutorService executor() {
		return new CarryingExecutor(this.workers);
	}

	/**
	 * Whether the runtime is in the application's own Clojure.
	 * @return whether what is loaded there stays when it is closed
	 */
	boolean isShared() {
		return this.pollSite == PollSite.SHARED;
	}

	boolean isClosed() {
		return this.closed;
	}

	GuardListener guardListener() {
		return this.guardListener;
	}

	/**
	 * Note that something of an evaluation runs.
	 * @param scope the evaluation
	 * @return whether nothing of it ran before
	 */
	boolean begins(TrackedScope scope) {
		boolean first = this.live.add(scope);
		if (this.closed) {
			scope.stop(new StopCause(StopCause.Kind.INTERRUPTED, StopCheck.CLOSED));
		}
		return first;
	}

	void expects(TrackedScope scope) {
		this.expecting.add(scope);
	}

	void expectsNoMore(TrackedScope scope) {
		this.expecting.remove(scope);
	}

	void ended(TrackedScope scope) {
		this.live.remove(scope);
	}

	private boolean isEvaluating() {
		return this.live.stream().anyMatch(TrackedScope::isRunning);
	}

	@Nullable TrackedScope onlyOneIfCondemned() {
		TrackedScope only = null;
		for (TrackedScope scope : this.live) {
			if (scope.isRunning()) {
				if (only != null) {
					return null;
				}
				only = scope;
			}
		}
		return (only != null && only.condemnation() != null) ? only : null;
	}

	/**
	 * Note something that closing this runtime has to close.
	 * @param resource a resource, an executor, a timer, a thread
	 */
	void opened(Object resource) {
		this.resources.add(resource);
	}

	/**
	 * Note something that closing this runtime leaves to the application.
	 * @param resource an executor, a timer
	 * @param by the class that made it
	 */
	void kept(Object resource, Class<?> by) {
		this.kept.add(resource, by);
	}

	/**
	 * Name what closing this runtime leaves to the application.
	 * @return one sentence each
	 */
	public List<String> kept() {
		return this.kept.describe();
	}

	/**
	 * Note a task that is handed to the application.
	 * @param <T> the task's type
	 * @param task the task
	 * @return holds the task until this runtime is closed
	 */
	<T> LentTask<T> lend(T task) {
		LentTask<T> lent = new LentTask<>(task);
		this.lent.add(lent);
		if (this.closed) {
			lent.letGo();
		}
		return lent;
	}

	void close(Object resource) {
		if (ResourceCloser.endsWithEvaluation(resource)) {
			inBackground(() -> ResourceCloser.close(resource));
		}
	}

	void inBackground(Runnable action) {
		try {
			this.workers.execute(action);
		}
		catch (RejectedExecutionException ex) {
			action.run();
		}
	}

	/**
	 * Stop every evaluation, close every resource, and turn away whoever calls in later.
	 * @param cause why
	 */
	public void close(StopCause cause) {
		this.closed = true;
		for (TrackedScope scope : this.live) {
			scope.stop(cause);
		}
		this.callbackWatch.close();
		if (!isShared()) {
			// what was redefined in the application's own Clojure is there to stay
			this.pollSite.close();
		}
		for (Object resource : this.resources.drain()) {
			ResourceCloser.close(resource);
		}
		this.workers.shutdown();
	}

	/**
	 * Push once more against whatever {@link #close} found running.
	 * @return the threads that still work for an evaluation
	 */
	public List<Thread> nudgeAll() {
		this.callbackWatch.look();
		List<Thread> busy = this.callbackWatch.threads();
		for (TrackedScope scope : this.live) {
			scope.nudge();
			if (!scope.isOver()) {
				busy.addAll(scope.threads());
			}
		}
		return busy;
	}

	/**
	 * Let go of all threads, including those that never ended.
	 */
	public void forget() {
		this.workers.shutdownNow();
		this.callbackWatch.forget();
		this.live.clear();
		this.expecting.forEach(TrackedScope::forgetLateWork);
		this.expecting.clear();
		this.lent.drain().forEach((lent) -> ((LentTask<?>) lent).letGo());
	}

}
