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
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.audit.AuditType;
import dev.replboot.kit.change.ChangeKind;
import dev.replboot.kit.change.TemporaryChange;

/**
 * A patch, from the moment that it is in the audit log until its end.
 */
final class Patch extends TemporaryChange {

	static final ChangeKind KIND = new ChangeKind('p', "patches", 100, AuditType.REPL_PATCHED,
			AuditType.REPL_PATCH_REVERTED);

	final Patched patched;

	final ReplPrincipal author;

	final String session;

	final @Nullable String reason;

	final Instant since;

	private final @Nullable Instant expires;

	private final Patches home;

	private volatile String originalSha256 = "";

	private volatile @Nullable HeldRuntime runtime;

	Patch(String id, Patched patched, ReplPrincipal author, String session, @Nullable String reason, Instant since,
			@Nullable Instant expires, Patches home) {
		super(KIND, id, patched.owner() + ((patched instanceof PatchedVar) ? "/" : ".") + patched.member(), "patched",
				(expires != null) ? expires.toString() : "the session ends", author, home);
		this.patched = patched;
		this.author = author;
		this.session = session;
		this.reason = reason;
		this.since = since;
		this.expires = expires;
		this.home = home;
	}

	@Override
	protected Map<String, @Nullable Object> details(boolean ended) {
		Map<String, @Nullable Object> details = new LinkedHashMap<>();
		details.put("patch", id());
		details.put("what", what());
		details.put("reason", this.reason);
		details.put("until", until());
		if (ended) {
			details.put("calls", this.patched.calls());
			details.put("errors", this.patched.errors());
		}
		return details;
	}

	@Override
	protected void undo(String why) {
		this.home.failures.remove(this.patched);
		// Whatever goes wrong, the method no longer asks what to do.
		this.patched.undo();
	}

	@Override
	protected void notUndone(Throwable failure) {
		this.home.notices.notReverted(this, failure);
	}

	@Override
	protected void over() {
		if (isKept()) {
			this.home.remember();
		}
		HeldRuntime held = this.runtime;
		if (held != null && held.release()) {
			held.unload();
		}
	}

	/**
	 * Whether it outlives its session.
	 * @return whether it has an end of its own
	 */
	boolean isKept() {
		return this.expires != null;
	}

	/**
	 * Note that it is in force. It is listed before that.
	 * @param hash the SHA-256 of the code that was there before, as the JVM hands it out
	 */
	void inForce(String hash) {
		this.originalSha256 = hash;
		putInForce();
	}

	@Nullable HeldRuntime runtime() {
		return this.runtime;
	}

	void runtime(HeldRuntime held) {
		this.runtime = held;
	}

	PatchView view() {
		return new PatchView(id(), this.patched.owner(), this.patched.member(), this.author.name(),
				this.author.source(), this.session, this.reason, this.since, this.expires, this.patched.calls(),
				this.patched.errors(), this.patched.lastError(), this.originalSha256,
				isInForce() && this.patched.isOverwritten());
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
