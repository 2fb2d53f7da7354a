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

package dev.replboot.access;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.text.VisibleText;

/**
 * A principal whom a token or a connection was given to, for as long as what the
 * principal was authenticated with lasts. Each token has one of its own. When it ends, so
 * does everything that is evaluated for it.
 */
@Internal
public final class StandingPrincipal implements ReplPrincipal {

	private final ReplPrincipal principal;

	private final @Nullable Term term;

	private final @Nullable String revocation;

	private volatile @Nullable String ended;

	/**
	 * Create a principal that stands.
	 * @param principal who it is
	 * @param clocks a term whose clocks tell when the credentials expire
	 * @param revocation how the application is asked about it, a sentence or {@code null}
	 */
	public StandingPrincipal(ReplPrincipal principal, Term clocks, @Nullable String revocation) {
		this.principal = principal.lasting();
		Instant end = principal.expiresAt();
		this.term = (end != null) ? clocks.until(end) : null;
		this.revocation = revocation;
	}

	@Override
	public String name() {
		return this.principal.name();
	}

	@Override
	public Set<String> authorities() {
		return this.principal.authorities();
	}

	@Override
	public String source() {
		return this.principal.source();
	}

	@Override
	public @Nullable Instant expiresAt() {
		return this.principal.expiresAt();
	}

	@Override
	public Runnable enter() {
		return this.principal.enter();
	}

	@Override
	public @Nullable String revocation() {
		return this.revocation;
	}

	/**
	 * Keep what has passed of the time until the credentials expire, so that a clock that
	 * is put back lengthens nothing.
	 */
	public void keep() {
		if (this.term != null) {
			this.term.keep();
		}
	}

	/**
	 * End it. Only the first reason counts.
	 * @param sentence why
	 */
	public synchronized void end(String sentence) {
		if (this.ended == null) {
			this.ended = VisibleText.line(sentence);
		}
	}

	@Override
	public @Nullable String ended() {
		String sentence = this.ended;
		if (sentence == null && this.term != null && this.term.isOver()) {
			return "The credentials that the token was asked with have expired (" + this.principal.expiresAt()
					+ "). Sign in again, and get another token with POST on the repl endpoint.";
		}
		return sentence;
	}

	@Override
	public String toString() {
		return name();
	}

}
