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

package dev.replboot.lifecycle;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.access.ReplRole;
import dev.replboot.api.Internal;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;

/**
 * Commands for the sessions and tokens of the REPL that is open. Each checks the role of
 * its principal.
 */
@Internal
public final class SessionCommands {

	private final ReplAuthorities authorities;

	private final LifecycleListeners listeners;

	private final Supplier<@Nullable OpenRepl> open;

	SessionCommands(ReplAuthorities authorities, LifecycleListeners listeners, Supplier<@Nullable OpenRepl> open) {
		this.authorities = authorities;
		this.listeners = listeners;
		this.open = open;
	}

	/**
	 * Find a session to look at.
	 * @param principal who asks
	 * @param id the session's id
	 * @return the session
	 * @throws ReplRefusedException if the role is missing or there is no such session
	 */
	public ReplSession session(ReplPrincipal principal, String id) {
		this.authorities.require(principal, ReplRole.VIEWER, "look at a session");
		return find(id);
	}

	/**
	 * Stop what a session evaluates.
	 * @param principal who asks: an administrator, or whose session it is
	 * @param id the session's id
	 * @return whether there was something to stop
	 * @throws ReplRefusedException if the role is missing or there is no such session
	 */
	public boolean interrupt(ReplPrincipal principal, String id) {
		ReplSession session = ownOrAdmin(principal, id, "interrupt another's session");
		return session.evaluations().interrupt("It was interrupted by " + VisibleText.line(principal.name()) + ".");
	}

	/**
	 * End a session. Waits a moment until it is over, unless it can't be stopped.
	 * @param principal who asks: an administrator, or whose session it is
	 * @param id the session's id
	 * @return the session
	 * @throws ReplRefusedException if the role is missing or there is no such session
	 */
	public ReplSession end(ReplPrincipal principal, String id) {
		ReplSession session = ownOrAdmin(principal, id, "end another's session");
		session.control().end("The session was ended by " + VisibleText.line(principal.name()) + ".");
		OpenRepl repl = this.open.get();
		if (repl != null) {
			repl.sessions().awaitGone(List.of(session), OpenRepl.PATIENCE);
		}
		return session;
	}

	/**
	 * End the tokens and sessions of all principals of a name, in all protocols. Who
	 * isn't an administrator ends their own, and none of somebody else who has the same
	 * name from another source.
	 * @param principal who asks: an administrator, or that principal
	 * @param name the principal's name
	 * @return what was ended
	 * @throws ReplRefusedException if the role is missing
	 */
	public RevokedAccess revoke(ReplPrincipal principal, String name) {
		String action = "end another's tokens and sessions";
		this.authorities.require(principal, ReplRole.USER, action);
		boolean administrator = this.authorities.has(principal, ReplRole.ADMIN);
		if (!name.equals(principal.name())) {
			this.authorities.require(principal, ReplRole.ADMIN, action);
		}
		OpenRepl repl = this.open.get();
		if (repl == null) {
			return new RevokedAccess(name, List.of(), 0, 0);
		}
		RevokedAccess revoked = repl.revocation()
			.revoke(name, administrator ? (whose) -> true : principal::isSame,
					"The tokens and sessions of " + name + " were ended by " + principal.name() + ".");
		this.listeners.tell((listener) -> listener.revoked(principal, revoked));
		return revoked;
	}

	private ReplSession ownOrAdmin(ReplPrincipal principal, String id, String action) {
		this.authorities.require(principal, ReplRole.USER, action);
		OpenRepl repl = this.open.get();
		ReplSession session = (repl != null) ? repl.sessions().find(id) : null;
		if (session == null || !session.principal().isSame(principal)) {
			this.authorities.require(principal, ReplRole.ADMIN, action);
		}
		return find(id);
	}

	private ReplSession find(String id) {
		OpenRepl repl = this.open.get();
		ReplSession session = (repl != null) ? repl.sessions().find(id) : null;
		if (session == null) {
			throw new ReplRefusedException(Reason.NOT_FOUND,
					"There is no session with that ID. GET on the repl endpoint lists all sessions.");
		}
		return session;
	}

}
