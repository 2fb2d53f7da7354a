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

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.patch.VarChange.Original;
import dev.replboot.runtime.stop.CallbackStoppedException;
import dev.replboot.runtime.stop.Callbacks;

/**
 * A var of the application's own Clojure while it is patched. The kit's Clojure changes
 * its root and puts it back; this counts, and ends what takes too long.
 */
final class PatchedVar implements Patched {

	private final String namespace;

	private final String name;

	private final Counter counter;

	private final VarChange change;

	private volatile boolean over;

	/**
	 * Create it.
	 * @param namespace the var's namespace
	 * @param name the var's name
	 * @param counter counts its calls
	 * @param change changes the var's root
	 */
	PatchedVar(String namespace, String name, Counter counter, VarChange change) {
		this.namespace = namespace;
		this.name = name;
		this.counter = counter;
		this.change = change;
	}

	private @Nullable Object call(VarChange.Body body, Original original) throws Throwable {
		if (this.over || !this.counter.begin()) {
			return original.call(null);
		}
		Passing passing = new Passing(original);
		long begin = System.nanoTime();
		try {
			Object result = Callbacks.of(body.getClass()).run(() -> body.call(passing));
			this.counter.checkTime(System.nanoTime() - begin);
			return result;
		}
		catch (Throwable ex) {
			if (ex == passing.thrown) {
				// The original has thrown this.
				throw ex;
			}
			boolean givenUp = this.counter.failed(ex);
			boolean ended = ex instanceof CallbackStoppedException;
			if (!passing.used && (givenUp || ended)) {
				return original.call(null);
			}
			if (ended) {
				return passing.outcome();
			}
			throw ex;
		}
	}

	@Override
	public String owner() {
		return this.namespace;
	}

	@Override
	public String member() {
		return this.name;
	}

	@Override
	public boolean isSame(Patched other) {
		return other instanceof PatchedVar && other.owner().equals(this.namespace) && other.member().equals(this.name);
	}

	@Override
	public boolean isOverwritten() {
		return !this.over && !this.change.isInForce();
	}

	@Override
	public long calls() {
		return this.counter.calls();
	}

	@Override
	public int errors() {
		return this.counter.errors();
	}

	@Override
	public @Nullable String lastError() {
		return this.counter.lastError();
	}

	@Override
	public String apply() {
		this.change.apply(this::call);
		return "";
	}

	@Override
	public void undo() {
		this.over = true;
		this.change.undo();
	}

	/**
	 * Calls the original, whose time isn't the patch's.
	 */
	private static final class Passing implements Original {

		private final Original original;

		private volatile boolean used;

		private volatile @Nullable Throwable thrown;

		private volatile @Nullable Object result;

		private Passing(Original original) {
			this.original = original;
		}

		@Override
		public @Nullable Object call(@Nullable Object arguments) throws Throwable {
			this.used = true;
			try {
				Object result = Callbacks.aside(() -> this.original.call(arguments));
				this.result = result;
				return result;
			}
			catch (Throwable ex) {
				this.thrown = ex;
				throw ex;
			}
		}

		// The original has run before the patch was ended.
		private @Nullable Object outcome() throws Throwable {
			Throwable failure = this.thrown;
			if (failure != null) {
				throw failure;
			}
			return this.result;
		}

	}

}
