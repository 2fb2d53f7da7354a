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

import java.time.Instant;
import java.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;

/**
 * A patch in force.
 */
final class Patch {

	final String id;

	final long number;

	final Patched patched;

	final ReplPrincipal author;

	final String session;

	final @Nullable String reason;

	final Instant since;

	final @Nullable Instant until;

	private volatile String originalSha256 = "";

	private volatile @Nullable ScheduledFuture<?> expiry;

	private volatile @Nullable HeldRuntime runtime;

	Patch(long number, Patched patched, ReplPrincipal author, String session, @Nullable String reason, Instant since,
			@Nullable Instant until) {
		this.id = "p" + number;
		this.number = number;
		this.patched = patched;
		this.author = author;
		this.session = session;
		this.reason = reason;
		this.since = since;
		this.until = until;
	}

	/**
	 * Whether it outlives its session.
	 * @return whether it has an end of its own
	 */
	boolean isKept() {
		return this.until != null;
	}

	void originalSha256(String hash) {
		this.originalSha256 = hash;
	}

	void expiry(@Nullable ScheduledFuture<?> future) {
		this.expiry = future;
	}

	void cancelExpiry() {
		ScheduledFuture<?> future = this.expiry;
		if (future != null) {
			future.cancel(false);
		}
	}

	@Nullable HeldRuntime runtime() {
		return this.runtime;
	}

	void runtime(HeldRuntime held) {
		this.runtime = held;
	}

	String what() {
		return this.patched.owner() + ((this.patched instanceof PatchedVar) ? "/" : ".") + this.patched.member();
	}

	PatchView view() {
		return new PatchView(this.id, this.patched.owner(), this.patched.member(), this.author.name(),
				this.author.source(), this.session, this.reason, this.since, this.until, this.patched.calls(),
				this.patched.errors(), this.patched.lastError(), this.originalSha256, this.patched.isOverwritten());
	}

	/**
	 * A runtime that stays, though its REPL is closed, until the last patch ends that
	 * needs it.
	 */
	static final class HeldRuntime {

		private final Runnable unload;

		private int patches;

		HeldRuntime(Runnable unload, int patches) {
			this.unload = unload;
			this.patches = patches;
		}

		synchronized boolean release() {
			this.patches--;
			return this.patches == 0;
		}

		void unload() {
			this.unload.run();
		}

	}

}
