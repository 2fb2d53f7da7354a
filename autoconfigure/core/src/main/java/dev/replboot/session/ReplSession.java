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

package dev.replboot.session;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.Peer;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.api.Internal;
import dev.replboot.eval.EvaluationSession;

/**
 * Somebody who is connected and was let in.
 *
 * @since 0.1.0
 */
public final class ReplSession {

	private final String id;

	private final ReplPrincipal principal;

	private final String protocol;

	private final Peer peer;

	private final Instant since;

	private final EvaluationSession evaluations;

	private final SessionControl control;

	private final @Nullable String client;

	private volatile boolean displaced;

	ReplSession(String id, ReplPrincipal principal, String protocol, Peer peer, Instant since,
			EvaluationSession evaluations, SessionControl control, @Nullable String client) {
		this.id = id;
		this.principal = principal;
		this.protocol = protocol;
		this.peer = peer;
		this.since = since;
		this.evaluations = evaluations;
		this.control = control;
		this.client = client;
	}

	/**
	 * The session's id.
	 * @return unique while the application runs
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Whose session it is.
	 * @return whose token it was, or whom the peer is mapped to
	 */
	public ReplPrincipal principal() {
		return this.principal;
	}

	/**
	 * The protocol that it speaks.
	 * @return for example {@code socket}
	 */
	public String protocol() {
		return this.protocol;
	}

	/**
	 * The other end's address.
	 * @return host and port, or the socket file
	 */
	public String remote() {
		return this.peer.address();
	}

	/**
	 * Who is at the other end.
	 * @return the peer
	 */
	public Peer peer() {
		return this.peer;
	}

	/**
	 * What the client calls itself. Nobody has checked it.
	 * @return a name and a version, or {@code null}
	 */
	public @Nullable String client() {
		return this.client;
	}

	/**
	 * When it began.
	 * @return the time
	 */
	public Instant since() {
		return this.since;
	}

	/**
	 * What it evaluates.
	 * @return its evaluations
	 */
	@Internal
	public EvaluationSession evaluations() {
		return this.evaluations;
	}

	/**
	 * What reaches the client.
	 * @return the protocol's side of the session
	 */
	@Internal
	public SessionControl control() {
		return this.control;
	}

	/**
	 * Whether an evaluation of it was told to stop and goes on regardless.
	 * @return whether it is stuck
	 */
	public boolean isStuck() {
		var running = this.evaluations.activity().running();
		return running != null && running.stuck();
	}

	boolean isDisplaced() {
		return this.displaced;
	}

	void displace() {
		this.displaced = true;
	}

}
