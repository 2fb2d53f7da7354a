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

package dev.replboot.audit;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.CurrentCaller;
import dev.replboot.access.Denial;
import dev.replboot.access.Peer;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.session.ReplSession;

/**
 * Who did something, and from where.
 *
 * @param principal the name of the principal, or a word for who isn't one
 * @param source where that name comes from, such as the application's users or the issuer
 * of a token, or {@code null} when it isn't known
 * @param authorities the authorities of the principal, as far as they are known
 * @param session the session's id, or {@code null} outside of one
 * @param protocol the protocol's name, or {@code null} outside of one
 * @param peer who is at the other end of the connection, or {@code null} when it isn't
 * known
 * @since 0.1.0
 */
public record AuditActor(String principal, @Nullable String source, List<String> authorities, @Nullable String session,
		@Nullable String protocol, @Nullable Peer peer) {

	public AuditActor {
		authorities = authorities.stream().sorted().toList();
	}

	/**
	 * Somebody of whom it isn't known where the name comes from.
	 * @param principal the name of the principal, or a word for who isn't one
	 * @param authorities the authorities of the principal, as far as they are known
	 * @param session the session's id, or {@code null} outside of one
	 * @param protocol the protocol's name, or {@code null} outside of one
	 * @param peer who is at the other end of the connection, or {@code null} when it
	 * isn't known
	 */
	public AuditActor(String principal, List<String> authorities, @Nullable String session, @Nullable String protocol,
			@Nullable Peer peer) {
		this(principal, null, authorities, session, protocol, peer);
	}

	/**
	 * The same with where it came from, if it is who calls the endpoint on this thread.
	 * Of whom the name alone is known is the caller of that name.
	 * @return the actor
	 */
	AuditActor orCaller() {
		ReplPrincipal caller = CurrentCaller.principal();
		boolean known = this.session != null || this.protocol != null || this.peer != null;
		if (known || caller == null || !caller.name().equals(this.principal)
				|| (this.source != null && !this.source.equals(caller.source()))) {
			return this;
		}
		boolean nameAlone = this.source == null && this.authorities.isEmpty();
		return new AuditActor(this.principal, caller.source(),
				nameAlone ? List.copyOf(caller.authorities()) : this.authorities, null, Denial.HTTP,
				CurrentCaller.peer());
	}

	/**
	 * Somebody of whom nothing but the name is known.
	 * @param principal the name
	 * @return the actor
	 */
	public static AuditActor named(String principal) {
		return new AuditActor(principal, List.of(), null, null, null);
	}

	/**
	 * A principal outside of a session.
	 * @param principal who
	 * @return the actor
	 */
	public static AuditActor of(ReplPrincipal principal) {
		return new AuditActor(principal.name(), principal.source(), List.copyOf(principal.authorities()), null, null,
				null);
	}

	/**
	 * Who evaluates.
	 * @param origin where evaluations come from
	 * @return the actor
	 */
	public static AuditActor of(EvaluationOrigin origin) {
		return new AuditActor(origin.principal().name(), origin.principal().source(),
				List.copyOf(origin.principal().authorities()), origin.session(), origin.protocol(), origin.peer());
	}

	/**
	 * Whose session it is.
	 * @param session the session
	 * @return the actor
	 */
	public static AuditActor of(ReplSession session) {
		return new AuditActor(session.principal().name(), session.principal().source(),
				List.copyOf(session.principal().authorities()), session.id(), session.protocol(), session.peer());
	}

}
