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

package dev.replboot.access.peer;

import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.Denial;
import dev.replboot.access.Peer;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRole;
import dev.replboot.api.Internal;

/**
 * Decides whether a user of the operating system may come in. Who can't be identified may
 * not, unless nothing is demanded.
 */
@Internal
public final class PeerRule {

	private final PeerRequirement requirement;

	private final Set<String> users;

	private final PeerMapping mapping;

	private final ReplAuthorities authorities;

	/**
	 * Create the rule.
	 * @param requirement what is demanded
	 * @param users the names of the operating system's users who are let in when they
	 * have to be listed
	 * @param mapping finds their principals when they have to be mapped
	 * @param authorities tells whether a principal may use the REPL
	 */
	public PeerRule(PeerRequirement requirement, Collection<String> users, PeerMapping mapping,
			ReplAuthorities authorities) {
		this.requirement = requirement;
		this.users = Set.copyOf(users);
		this.mapping = mapping;
		this.authorities = authorities;
	}

	/**
	 * Whether being mapped is enough where the kernel vouches for the peer, so that no
	 * token is asked for.
	 * @return whether it is
	 */
	public boolean replacesToken() {
		return this.requirement == PeerRequirement.MAPPED;
	}

	/**
	 * Refuse who doesn't meet the requirement.
	 * @param peer who is at the other end
	 * @return the principal that they are mapped to, or {@code null} when nobody is
	 * mapped
	 * @throws PeerRefusedException if they may not come in
	 */
	public @Nullable ReplPrincipal admit(Peer peer) {
		if (this.requirement == PeerRequirement.NONE) {
			return null;
		}
		Long uid = peer.uid();
		if (uid == null) {
			throw new PeerRefusedException(Denial.Reason.PEER_UNKNOWN,
					"Your operating-system user could not be determined, and " + property()
							+ " requires it. Connect again from this host or through ssh, and keep the connection"
							+ " open. A Unix domain socket (repl.socket.path) provides the user if the platform allows it.");
		}
		return switch (this.requirement) {
			case NONE -> null;
			case SAME_USER -> {
				requireSameUser(peer, uid);
				yield null;
			}
			case LISTED -> {
				requireListed(peer);
				yield null;
			}
			case MAPPED -> map(peer);
		};
	}

	/**
	 * Refuse who came with the token of somebody else than they are mapped to.
	 * @param peer who is at the other end
	 * @param mapped the principal that they are mapped to, or {@code null}
	 * @param owner whose token it was
	 * @throws PeerRefusedException if it is another's
	 */
	public void requireSame(Peer peer, @Nullable ReplPrincipal mapped, ReplPrincipal owner) {
		if (mapped == null || mapped.isSame(owner)) {
			return;
		}
		if (!mapped.name().equals(owner.name())) {
			throw new PeerRefusedException(Denial.Reason.PEER,
					"The token is of " + owner.name() + ", but the connection is of " + peer.words() + " (" + property()
							+ "). Get a token of your own with POST on the repl endpoint.");
		}
		if (tellsSource(mapped) && tellsSource(owner)) {
			throw new PeerRefusedException(Denial.Reason.PEER,
					"The token is of " + owner.name() + " (" + owner.source() + "), but the connection is of "
							+ peer.words() + ", who is " + mapped.name() + " (" + mapped.source()
							+ ") to the application (" + property() + "). Get a token as that one with POST on the repl"
							+ " endpoint, or have a PeerMapping bean map the user to the other one.");
		}
	}

	// a mapping of the application's own may know names alone
	private static boolean tellsSource(ReplPrincipal principal) {
		return !principal.source().equals(ReplPrincipal.UNTOLD);
	}

	private void requireSameUser(Peer peer, long uid) {
		Long own = OsUsers.own();
		if (own == null || own != uid) {
			throw new PeerRefusedException(Denial.Reason.PEER,
					"You are " + peer.words() + ", and only the user that the application runs as can connect ("
							+ property() + "). Connect as that user, with sudo or ssh.");
		}
	}

	private void requireListed(Peer peer) {
		String user = peer.user();
		if (user == null || !this.users.contains(user)) {
			throw new PeerRefusedException(Denial.Reason.PEER, "You are " + peer.words()
					+ ", who isn't one of repl.peer.users (" + property() + "). Have the name added there.");
		}
	}

	private ReplPrincipal map(Peer peer) {
		String user = peer.user();
		ReplPrincipal principal = (user != null) ? this.mapping.principal(user) : null;
		if (principal == null) {
			throw new PeerRefusedException(Denial.Reason.PEER,
					"You are " + peer.words() + ", and the application has no user of that name who can log in ("
							+ property() + "). Ask an administrator to add one, or connect as another user.");
		}
		if (!this.authorities.has(principal, ReplRole.USER)) {
			throw new PeerRefusedException(Denial.Reason.PEER,
					"You are " + peer.words() + ", and " + principal.name() + " doesn't have the authority "
							+ this.authorities.authority(ReplRole.USER) + " (repl.roles.user). Have it granted.");
		}
		return principal;
	}

	private String property() {
		return "repl.peer.require=" + this.requirement.label();
	}

}
