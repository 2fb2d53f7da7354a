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
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Bounds how many credentials are looked at: after so many failures from one address or
 * under one name, further ones are refused unseen until a minute is over. To look at a
 * password is expensive on purpose.
 * <p>
 * Nobody can lock somebody else out by failing on purpose, except from the same address:
 * <ul>
 * <li>Failures under a name leave each address a few attempts of its own, so the right
 * password gets in from an address that nobody tries from.</li>
 * <li>A name that got in from an address has a count of its own there, so failures under
 * other names from that address, a proxy's for example, don't count against it.</li>
 * </ul>
 * Whoever has very many addresses has one password at a time looked at.
 */
@Internal
public final class AttemptThrottle {

	/**
	 * How many attempts an address has under a name that is tried from elsewhere.
	 */
	private static final int OWN = 3;

	/**
	 * How many credentials of one address are looked at side by side.
	 */
	private static final int SIDE_BY_SIDE = 100;

	/**
	 * How many times the limit may fail in all before credentials from addresses that
	 * nobody got in from are looked at one at a time.
	 */
	private static final int MANY = 10;

	private static final long TRUST_NANOS = TimeUnit.HOURS.toNanos(12);

	private static final int KEY_BYTES = 15;

	private static final int KINDS = 8;

	private final int failures;

	private final LongSupplier nanoTime;

	private final AttemptBudgets addresses;

	private final AttemptBudgets names;

	private final AttemptBudgets strangers = new AttemptBudgets(KINDS);

	private final Map<String, Trust> trusted;

	/**
	 * Create a throttle.
	 * @param failures failures a minute after which nothing more is looked at; 0 for no
	 * limit
	 * @param most how many addresses, and names, are told apart
	 */
	public AttemptThrottle(int failures, int most) {
		this(failures, most, System::nanoTime);
	}

	/**
	 * Create a throttle with another clock.
	 * @param failures failures a minute after which nothing more is looked at; 0 for no
	 * limit
	 * @param most how many addresses, and names, are told apart
	 * @param nanoTime tells the time in nanoseconds
	 */
	public AttemptThrottle(int failures, int most, LongSupplier nanoTime) {
		this.failures = failures;
		this.nanoTime = nanoTime;
		this.addresses = new AttemptBudgets(most);
		this.names = new AttemptBudgets(most);
		this.trusted = new LinkedHashMap<>(16, 0.75f, true) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Trust> eldest) {
				return size() > most;
			}

		};
	}

	/**
	 * Somebody tries credentials. They may be looked at unless the attempt is refused.
	 * @param kind the kind of the credentials, each of which is counted by itself
	 * @param address where they come from
	 * @param name the name that they are for, or {@code null} when they have none
	 * @return the attempt, of which to say how it ended
	 */
	public synchronized Attempt begin(String kind, ClientAddress address, @Nullable String name) {
		long now = this.nanoTime.getAsLong();
		String place = kind + ' ' + address.network();
		String nameKey = (name != null) ? key(name) : null;
		Trust trust = (nameKey != null) ? this.trusted.get(place + ' ' + nameKey) : null;
		if (trust != null && now - trust.since > TRUST_NANOS) {
			trust = null;
		}
		Attempt attempt = new Attempt(place, nameKey, trust, this.addresses.of(place, now),
				((trust != null) ? trust.budgets : this.strangers).of(kind, now));
		if (this.failures > 0) {
			attempt.wait = wait(attempt, now);
		}
		attempt.over = this.failures <= 0 || attempt.wait != 0;
		if (attempt.over) {
			this.addresses.forgetUnused(place, now);
		}
		else {
			attempt.here.begin();
			attempt.all.begin();
		}
		return attempt;
	}

	private long wait(Attempt attempt, long now) {
		AttemptBudgets.Budget own = (attempt.trust != null) ? attempt.all : attempt.here;
		if (own.failed() >= this.failures) {
			return Math.max(1, own.nanosLeft(now));
		}
		if (attempt.here.pending() >= SIDE_BY_SIDE) {
			return 1;
		}
		if (attempt.trust == null && attempt.all.failed() >= MANY * this.failures && attempt.all.pending() > 0) {
			return 1;
		}
		if (attempt.name != null && attempt.trust == null && attempt.here.failed() >= Math.min(OWN, this.failures)) {
			AttemptBudgets.Budget everywhere = this.names.of(attempt.name, now);
			if (everywhere.failed() >= this.failures) {
				return Math.max(1, everywhere.nanosLeft(now));
			}
			this.names.forgetUnused(attempt.name, now);
		}
		return 0;
	}

	// a name may be a password that somebody typed at the wrong place, so none is kept
	private static String key(String name) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(name.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(hash).substring(0, KEY_BYTES * 4 / 3);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	synchronized int size() {
		return this.addresses.size() + this.names.size() + this.trusted.size();
	}

	private synchronized void settle(Attempt attempt, Outcome outcome) {
		if (attempt.over) {
			return;
		}
		attempt.over = true;
		attempt.here.end();
		attempt.all.end();
		long now = this.nanoTime.getAsLong();
		if (outcome == Outcome.FAILED) {
			attempt.all.fail(now);
			if (attempt.trust == null) {
				attempt.here.fail(now);
			}
			if (attempt.name != null && attempt.trust == null) {
				this.names.of(attempt.name, now).fail(now);
			}
		}
		else if (outcome == Outcome.SUCCEEDED && attempt.name != null) {
			this.trusted.computeIfAbsent(attempt.place + ' ' + attempt.name, (key) -> new Trust()).since = now;
		}
		this.addresses.forgetUnused(attempt.place, now);
	}

	private enum Outcome {

		FAILED, SUCCEEDED, UNKNOWN

	}

	/**
	 * That a name got in from an address, and what failed under it there since.
	 */
	private static final class Trust {

		private final AttemptBudgets budgets = new AttemptBudgets(1);

		private long since;

	}

	/**
	 * An attempt to get in. Counts as a failure if it is said to be one, and as nothing
	 * if nothing is said.
	 */
	public final class Attempt {

		private final String place;

		private final @Nullable String name;

		private final @Nullable Trust trust;

		private final AttemptBudgets.Budget here;

		private final AttemptBudgets.Budget all;

		private long wait;

		private boolean over;

		private Attempt(String place, @Nullable String name, @Nullable Trust trust, AttemptBudgets.Budget here,
				AttemptBudgets.Budget all) {
			this.place = place;
			this.name = name;
			this.trust = trust;
			this.here = here;
			this.all = all;
		}

		/**
		 * Whether the credentials must not be looked at.
		 * @return whether it is refused
		 */
		public boolean isRefused() {
			return this.wait != 0;
		}

		/**
		 * When to try again.
		 * @return the time until then, in whole seconds
		 */
		public Duration retryAfter() {
			return Duration.ofSeconds(TimeUnit.NANOSECONDS.toSeconds(this.wait + TimeUnit.SECONDS.toNanos(1) - 1));
		}

		/**
		 * The credentials were wrong.
		 */
		public void failed() {
			settle(this, Outcome.FAILED);
		}

		/**
		 * The credentials were right.
		 */
		public void succeeded() {
			settle(this, Outcome.SUCCEEDED);
		}

		/**
		 * It is over. Does nothing if it was said how it ended.
		 */
		public void end() {
			settle(this, Outcome.UNKNOWN);
		}

	}

}
