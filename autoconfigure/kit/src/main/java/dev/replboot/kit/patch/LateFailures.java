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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Counts the failures of what one call of a patch gave, such as a future or a publisher,
 * when they come. Those of the original pass through and don't count, and neither does
 * what its caller cancels. The application may hold this for long, so it leads to nothing
 * of the REPL's runtime.
 */
final class LateFailures implements Consumer<Throwable> {

	private static final int MOST = 32;

	// Reactor throws checked exceptions in one of these.
	private static final String BLOCKED = "reactor.core.Exceptions$ReactiveException";

	private final Counter counter;

	private final PatchResults results;

	private final RecentThrowables originals = new RecentThrowables();

	// The patch may have called the original several times.
	private volatile List<CompletionStage<?>> stages = List.of();

	LateFailures(Counter counter, PatchResults results) {
		this.counter = counter;
		this.results = results;
	}

	/**
	 * Tell the original's failures from the patch's.
	 * @param result what the original gave
	 * @return what the patch is to get in its place
	 */
	@Nullable Object ofOriginal(@Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			add(stage);
		}
		return Wrappers.failing(result, this.originals::add);
	}

	private synchronized void add(CompletionStage<?> stage) {
		List<CompletionStage<?>> stages = new ArrayList<>(this.stages);
		if (stages.size() >= MOST) {
			stages.remove(0);
		}
		stages.add(stage);
		this.stages = stages;
	}

	@Override
	public void accept(Throwable thrown) {
		Throwable cause = cause(thrown);
		if (!(cause instanceof CancellationException) && !isOfOriginal(cause)) {
			this.results.count(cause);
			this.counter.failed(cause);
		}
	}

	/**
	 * Whether something that the original gave has failed with an exception.
	 * @param thrown the exception, or one of a thread that has waited for it
	 * @return whether it has
	 */
	boolean isOfOriginal(Throwable thrown) {
		Throwable cause = cause(thrown);
		return this.originals.contains(cause) || this.stages.stream().anyMatch((stage) -> failure(stage) == cause);
	}

	private static @Nullable Throwable failure(CompletionStage<?> stage) {
		try {
			CompletableFuture<?> future = stage.toCompletableFuture();
			if (future.isCompletedExceptionally()) {
				future.join();
			}
			return null;
		}
		catch (CancellationException | CompletionException ex) {
			return cause(ex);
		}
		catch (RuntimeException ex) {
			// Some stages don't tell.
			return null;
		}
	}

	private static Throwable cause(Throwable thrown) {
		Throwable each = thrown;
		while (each instanceof CompletionException || each instanceof ExecutionException
				|| each.getClass().getName().equals(BLOCKED)) {
			Throwable cause = each.getCause();
			if (cause == null) {
				return each;
			}
			each = cause;
		}
		return each;
	}

	/**
	 * Hear of a stage's failure. The stage stays what it is.
	 * @param stage the stage
	 * @param failures told of its failure
	 */
	static void watch(CompletionStage<?> stage, Consumer<Throwable> failures) {
		try {
			stage.whenComplete((value, ex) -> {
				if (ex != null) {
					failures.accept(ex);
				}
			});
		}
		catch (RuntimeException | LinkageError ex) {
			// A stage that was made in the REPL may lack this method.
		}
	}

}
