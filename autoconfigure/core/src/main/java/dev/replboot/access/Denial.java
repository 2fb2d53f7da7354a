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

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Somebody was turned away at the door.
 *
 * @param reason why
 * @param protocol the protocol's name
 * @param principal the name of the principal, or {@code null} when nobody was
 * authenticated
 * @param source where that name comes from, or {@code null} when it isn't known
 * @param peer who was at the other end, or {@code null} when the protocol doesn't tell
 * @param attempted the name that was tried without success, fit to be shown, or
 * {@code null} when there was none
 * @since 0.1.0
 */
public record Denial(Reason reason, String protocol, @Nullable String principal, @Nullable String source,
		@Nullable Peer peer, @Nullable String attempted) {

	/**
	 * The protocol's name of what the endpoint refuses.
	 */
	public static final String HTTP = "http";

	/**
	 * Create a denial of somebody who tried no name.
	 * @param reason why
	 * @param protocol the protocol's name
	 * @param principal the principal, or {@code null} when nobody was authenticated
	 * @param peer who was at the other end, or {@code null} when the protocol doesn't
	 * tell
	 */
	public Denial(Reason reason, String protocol, @Nullable ReplPrincipal principal, @Nullable Peer peer) {
		this(reason, protocol, (principal != null) ? principal.name() : null,
				(principal != null) ? principal.source() : null, peer, null);
	}

	/**
	 * Why somebody was turned away.
	 */
	public enum Reason {

		/**
		 * The first line was no valid token.
		 */
		TOKEN,

		/**
		 * The first line was an HTTP request: somebody made a browser or a proxy talk to
		 * the port.
		 */
		HTTP,

		/**
		 * The first bytes were a TLS handshake.
		 */
		TLS,

		/**
		 * No first line came in time.
		 */
		SILENT,

		/**
		 * Too many connections hadn't sent a token yet, and this was the oldest.
		 */
		CROWD,

		/**
		 * The limit of sessions is reached.
		 */
		SESSIONS,

		/**
		 * The session could not be recorded, and so didn't begin.
		 */
		UNRECORDED,

		/**
		 * The REPL was closing.
		 */
		CLOSING,

		/**
		 * The operating system's user at the other end isn't one whom
		 * {@code repl.peer.require} lets in.
		 */
		PEER,

		/**
		 * The operating system's user at the other end could not be found out, and
		 * {@code repl.peer.require} demands to know.
		 */
		PEER_UNKNOWN,

		/**
		 * What the token was given for is gone: the application no longer knows the
		 * principal, has disabled the account, or has taken an authority away.
		 */
		REVOKED,

		/**
		 * Whether the principal may still use the REPL could not be found out.
		 */
		UNVERIFIED,

		/**
		 * Too many attempts from the same address, or under the same name, had failed
		 * before.
		 */
		THROTTLED,

		/**
		 * A request without credentials.
		 */
		ANONYMOUS,

		/**
		 * A wrong password, a name that nobody has, or a bearer token that isn't valid.
		 */
		CREDENTIALS,

		/**
		 * A bearer token, a password or an account that has expired.
		 */
		EXPIRED,

		/**
		 * An account that is locked or disabled.
		 */
		ACCOUNT,

		/**
		 * The principal has no role for what was asked for.
		 */
		ROLE,

		/**
		 * The application demands another factor of authentication.
		 */
		FACTOR,

		/**
		 * A rule of the application's own denied the request.
		 */
		RULE,

		/**
		 * A browser sent the request on behalf of another site.
		 */
		SITE,

		/**
		 * No security chain of the REPL's own had looked at the request.
		 */
		UNGUARDED,

		/**
		 * The request was malformed, or asked for what isn't there or isn't allowed.
		 */
		REQUEST,

		/**
		 * The REPL was being opened or closed, or was otherwise in the wrong state.
		 */
		STATE,

		/**
		 * Something was in use by somebody else.
		 */
		BUSY,

		/**
		 * Something outside failed: a port, the audit log, what knows the users.
		 */
		UNAVAILABLE;

		private static final Set<Reason> OF_BOTH = EnumSet.of(THROTTLED);

		/**
		 * The reasons for which the endpoint refuses.
		 * @return the reasons
		 */
		public static Set<Reason> ofEndpoint() {
			return EnumSet.range(THROTTLED, UNAVAILABLE);
		}

		/**
		 * The reasons for which connections of the other protocols are refused.
		 * @return the reasons
		 */
		public static Set<Reason> ofConnections() {
			Set<Reason> reasons = EnumSet.complementOf(EnumSet.copyOf(ofEndpoint()));
			reasons.addAll(OF_BOTH);
			return reasons;
		}

		/**
		 * The name in metrics and record.
		 * @return the name in lower case
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
