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

import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Collection;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

import dev.replboot.api.Internal;

/**
 * Wraps the authentication of somebody who passed the guarding chain. {@link CallerGuard}
 * alone makes one, of nobody who isn't authenticated; it is written to no stream and read
 * from none. Code of the application that makes up an authentication and hands it to a
 * guard of its own gets one as well, as it could have anything else of its process.
 */
@Internal
public final class GuardedAuthentication extends AbstractAuthenticationToken implements GuardedCaller {

	private static final long serialVersionUID = 1L;

	private final transient Authentication original;

	private final transient @Nullable Peer peer;

	private GuardedAuthentication(Authentication original, Collection<? extends GrantedAuthority> reachable,
			@Nullable Peer peer) {
		super(reachable);
		this.original = original;
		this.peer = peer;
		setAuthenticated(original.isAuthenticated());
		setDetails(original.getDetails());
	}

	/**
	 * Wrap an authentication whose authorities include others, by a role hierarchy.
	 * @param original who was authenticated and authorized there
	 * @param reachable the authorities that they have directly or by inclusion
	 * @param peer where the request came from, or {@code null}
	 * @return the same, as the endpoint's operations accept it
	 */
	static GuardedAuthentication of(Authentication original, Collection<? extends GrantedAuthority> reachable,
			@Nullable Peer peer) {
		return (original instanceof GuardedAuthentication guarded) ? guarded
				: new GuardedAuthentication(original, reachable, peer);
	}

	@Override
	public ReplPrincipal replPrincipal() {
		return new CallerPrincipal(this.original, getAuthorities());
	}

	@Override
	public @Nullable Peer peer() {
		return this.peer;
	}

	@Override
	public @Nullable Object getCredentials() {
		return this.original.getCredentials();
	}

	@Override
	public @Nullable Object getPrincipal() {
		return this.original.getPrincipal();
	}

	@Override
	public String getName() {
		return this.original.getName();
	}

	private void writeObject(ObjectOutputStream stream) throws NotSerializableException {
		throw new NotSerializableException(GuardedAuthentication.class.getName());
	}

	// a stream is no guard
	private void readObject(ObjectInputStream stream) throws InvalidObjectException {
		throw new InvalidObjectException(GuardedAuthentication.class.getName() + " is made by its guard alone");
	}

	private void readObjectNoData() throws InvalidObjectException {
		throw new InvalidObjectException(GuardedAuthentication.class.getName() + " is made by its guard alone");
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof GuardedAuthentication guarded && this.original.equals(guarded.original);
	}

	@Override
	public int hashCode() {
		return this.original.hashCode();
	}

}
