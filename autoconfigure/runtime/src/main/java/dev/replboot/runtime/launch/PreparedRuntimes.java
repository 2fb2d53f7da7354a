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

package dev.replboot.runtime.launch;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.ReplRuntime;
import dev.replboot.runtime.RuntimeFactory;
import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.runtime.RuntimeSetup;

/**
 * Keeps a loaded runtime in reserve, if it is told to, so that opening takes no time.
 */
final class PreparedRuntimes implements RuntimeFactory {

	private static final Log logger = LogFactory.getLog(PreparedRuntimes.class);

	private final RuntimeFactory runtimes;

	private @Nullable Spare spare;

	PreparedRuntimes(RuntimeFactory runtimes) {
		this.runtimes = runtimes;
	}

	@Override
	public synchronized void prepare(RuntimeSetup setup) {
		if (this.spare == null) {
			FutureTask<ReplRuntime> loading = new FutureTask<>(() -> this.runtimes.load(setup));
			this.spare = new Spare(setup, loading);
			Thread thread = new Thread(null, loading, "repl-warm-up", 0, false);
			thread.setDaemon(true);
			thread.setPriority(Thread.MIN_PRIORITY);
			thread.start();
		}
	}

	@Override
	public ReplRuntime load(RuntimeSetup setup) {
		Spare spare = takeSpare();
		if (spare != null) {
			ReplRuntime runtime = spare.get();
			if (runtime != null && spare.setup.equals(setup)) {
				return runtime;
			}
			discard(runtime);
		}
		return this.runtimes.load(setup);
	}

	@Override
	public void discardPrepared() {
		Spare spare = takeSpare();
		if (spare != null) {
			discard(spare.get());
		}
	}

	private static void discard(@Nullable ReplRuntime runtime) {
		if (runtime != null) {
			runtime.unload(Duration.ZERO);
		}
	}

	private synchronized @Nullable Spare takeSpare() {
		Spare taken = this.spare;
		this.spare = null;
		return taken;
	}

	/**
	 * A runtime that is loaded or being loaded.
	 *
	 * @param setup what it is loaded with
	 * @param loading loads it
	 */
	private record Spare(RuntimeSetup setup, FutureTask<ReplRuntime> loading) {

		@Nullable ReplRuntime get() {
			try {
				return this.loading.get();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new RuntimeLoadException("Loading Clojure was interrupted. Open the REPL again.", ex);
			}
			catch (ExecutionException | CancellationException ex) {
				// loading it again says why
				logger.debug("Warming up failed", ex);
				return null;
			}
		}

	}

}
