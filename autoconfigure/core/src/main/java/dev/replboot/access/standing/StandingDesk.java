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

package dev.replboot.access.standing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.api.Internal;
import dev.replboot.text.VisibleText;

/**
 * Asks the application about principals, on threads of its own and for a bounded time:
 * what is asked may be a directory that doesn't answer. The threads are there only while
 * something is asked.
 */
@Internal
public final class StandingDesk {

	private static final int THREADS = 4;

	private static final int QUEUE = 256;

	private static final long IDLE_SECONDS = 1;

	private final StandingSource source;

	private final Duration timeout;

	private @Nullable ThreadPoolExecutor executor;

	/**
	 * Create the desk.
	 * @param source finds out how to ask
	 * @param timeout how long an answer may take
	 */
	public StandingDesk(StandingSource source, Duration timeout) {
		this.source = source;
		this.timeout = timeout;
	}

	/**
	 * A desk that asks nobody.
	 * @return the desk
	 */
	public static StandingDesk none() {
		return new StandingDesk(StandingSource.NONE, Duration.ofSeconds(1));
	}

	/**
	 * Find out how to ask about a principal.
	 * @param principal the principal
	 * @return what was found; fails with a {@link StandingUnknownException} when the
	 * application doesn't say
	 */
	public CompletableFuture<StandingSource.Found> find(ReplPrincipal principal) {
		if (!this.source.asksAbout(principal)) {
			return CompletableFuture.completedFuture(StandingSource.Found.NOTHING);
		}
		return ask(() -> this.source.find(principal));
	}

	/**
	 * Ask about a principal.
	 * @param standing asks
	 * @return the answer; fails with a {@link StandingUnknownException} when the
	 * application doesn't say
	 */
	public CompletableFuture<Answer> ask(Standing standing) {
		return ask(() -> new Answer(standing.fault()));
	}

	private <T> CompletableFuture<T> ask(Supplier<T> question) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		FutureTask<@Nullable Void> task = new FutureTask<>(() -> answer(question, answer), null);
		ThreadPoolExecutor threads = executor();
		try {
			threads.execute(task);
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture
				.failedFuture(new StandingUnknownException("too many questions wait for an answer"));
		}
		return answer.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS).handle((value, failure) -> {
			if (failure == null) {
				return value;
			}
			task.cancel(true);
			threads.remove(task);
			throw unknown(failure);
		});
	}

	private static <T> void answer(Supplier<T> question, CompletableFuture<T> answer) {
		try {
			answer.complete(question.get());
		}
		catch (Throwable ex) {
			// an Error as well: somebody waits
			answer.completeExceptionally(ex);
		}
	}

	private StandingUnknownException unknown(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof TimeoutException) {
			return new StandingUnknownException(
					"there was no answer within " + this.timeout.toMillis() + " ms (repl.revocation.timeout)");
		}
		return new StandingUnknownException("asking failed: " + VisibleText.line(String.valueOf(cause)));
	}

	private synchronized ThreadPoolExecutor executor() {
		if (this.executor == null) {
			this.executor = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
					new LinkedBlockingQueue<>(QUEUE), (task) -> {
						// who is asked for mustn't stay with the thread
						Thread thread = new Thread(null, task, "repl-standing", 0, false);
						thread.setContextClassLoader(this.source.getClass().getClassLoader());
						thread.setDaemon(true);
						return thread;
					});
			this.executor.allowCoreThreadTimeOut(true);
		}
		return this.executor;
	}

	/**
	 * What the application says about a principal.
	 *
	 * @param fault why it may no longer use the REPL, a sentence, or {@code null}
	 */
	public record Answer(@Nullable String fault) {

	}

}
