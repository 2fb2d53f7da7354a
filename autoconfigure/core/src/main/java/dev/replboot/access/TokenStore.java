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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * The tokens of one lease. A token is 128 random bits in hexadecimal; only its SHA-256 is
 * kept.
 */
@Internal
public final class TokenStore {

	/**
	 * Bytes of randomness in a token.
	 */
	private static final int TOKEN_BYTES = 16;

	/**
	 * Tokens that are kept for each principal; the oldest gives way.
	 */
	private static final int PER_PRINCIPAL = 8;

	/**
	 * Tokens that are kept in all; the oldest gives way.
	 */
	private static final int IN_ALL = 256;

	private final Term lease;

	private final SecureRandom random = new SecureRandom();

	private final Deque<Entry> entries = new ArrayDeque<>();

	/**
	 * Create a store.
	 * @param lease when no token is valid any more
	 */
	public TokenStore(Term lease) {
		this.lease = lease;
	}

	/**
	 * Make a token.
	 * @param principal who it is for
	 * @return the token, which can't be had a second time
	 */
	public synchronized String issue(ReplPrincipal principal) {
		byte[] bytes = new byte[TOKEN_BYTES];
		this.random.nextBytes(bytes);
		String token = HexFormat.of().formatHex(bytes);
		long own = this.entries.stream().filter((entry) -> entry.isOf(principal)).count();
		if (own >= PER_PRINCIPAL) {
			this.entries.stream().filter((entry) -> entry.isOf(principal)).findFirst().ifPresent(this.entries::remove);
		}
		if (this.entries.size() >= IN_ALL) {
			this.entries.removeFirst();
		}
		this.entries.addLast(new Entry(hash(token), principal));
		return token;
	}

	/**
	 * Find out whose token it is. Takes the same time for every wrong one. The token of a
	 * principal for whom nothing is evaluated any more is wrong.
	 * @param candidate what was sent
	 * @return the principal, or {@code null} when it is nobody's
	 */
	public synchronized @Nullable ReplPrincipal find(String candidate) {
		byte[] hash = hash(candidate);
		ReplPrincipal found = null;
		for (Entry entry : this.entries) {
			if (MessageDigest.isEqual(hash, entry.hash) && entry.principal.ended() == null) {
				found = entry.principal;
			}
		}
		return this.lease.isOver() ? null : found;
	}

	/**
	 * Forget tokens.
	 * @param whose whose tokens
	 * @return whose they were, one for each token
	 */
	public synchronized List<ReplPrincipal> revoke(Predicate<ReplPrincipal> whose) {
		List<ReplPrincipal> revoked = this.entries.stream().map((entry) -> entry.principal).filter(whose).toList();
		this.entries.removeIf((entry) -> whose.test(entry.principal));
		return revoked;
	}

	/**
	 * Whether there is a token of a principal.
	 * @param principal the principal, as the token was made for
	 * @return whether there is one
	 */
	public synchronized boolean has(ReplPrincipal principal) {
		return this.entries.stream().anyMatch((entry) -> entry.principal == principal);
	}

	/**
	 * Forget every token.
	 */
	public synchronized void clear() {
		this.entries.clear();
	}

	private static byte[] hash(String token) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static final class Entry {

		private final byte[] hash;

		private final ReplPrincipal principal;

		private Entry(byte[] hash, ReplPrincipal principal) {
			this.hash = hash;
			this.principal = principal;
		}

		private boolean isOf(ReplPrincipal other) {
			return this.principal.isSame(other);
		}

	}

}
