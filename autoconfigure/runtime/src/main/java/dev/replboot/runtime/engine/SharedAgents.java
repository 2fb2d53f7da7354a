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

package dev.replboot.runtime.engine;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import clojure.lang.Agent;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Scopes;

/**
 * Stands in front of an executor of the application's agents and futures, while a REPL
 * shares its Clojure. What an evaluation hands over is run by the runtime's own threads,
 * as part of that evaluation; everything else by the application's.
 */
final class SharedAgents implements ExecutorService {

	private final ExecutorService original;

	private SharedAgents(ExecutorService original) {
		this.original = original;
	}

	static void install() {
		if (!(Agent.soloExecutor instanceof SharedAgents)) {
			Agent.soloExecutor = new SharedAgents(Agent.soloExecutor);
		}
		if (!(Agent.pooledExecutor instanceof SharedAgents)) {
			Agent.pooledExecutor = new SharedAgents(Agent.pooledExecutor);
		}
	}

	/**
	 * Give the application its executors back, unless it has set others meanwhile.
	 */
	static void uninstall() {
		if (Agent.soloExecutor instanceof SharedAgents agents) {
			Agent.soloExecutor = agents.original;
		}
		if (Agent.pooledExecutor instanceof SharedAgents agents) {
			Agent.pooledExecutor = agents.original;
		}
	}

	private ExecutorService target() {
		ExecutorService own = Scopes.executor();
		return (own != null && !own.isShutdown()) ? own : this.original;
	}

	@Override
	public void execute(Runnable task) {
		target().execute(task);
	}

	@Override
	public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
		return target().submit(task);
	}

	@Override
	public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
		return target().submit(task, result);
	}

	@Override
	public Future<?> submit(Runnable task) {
		return target().submit(task);
	}

	@Override
	public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
			throws InterruptedException {
		return target().invokeAll(tasks);
	}

	@Override
	public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout,
			TimeUnit unit) throws InterruptedException {
		return target().invokeAll(tasks, timeout, unit);
	}

	@Override
	public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
			throws InterruptedException, ExecutionException {
		return target().invokeAny(tasks);
	}

	@Override
	public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout,
			TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		return target().invokeAny(tasks, timeout, unit);
	}

	@Override
	public void shutdown() {
		this.original.shutdown();
	}

	@Override
	public List<Runnable> shutdownNow() {
		return this.original.shutdownNow();
	}

	@Override
	public boolean isShutdown() {
		return this.original.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.original.isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.original.awaitTermination(timeout, unit);
	}

}
