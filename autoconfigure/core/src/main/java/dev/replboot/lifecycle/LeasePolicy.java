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

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.api.Internal;
import dev.replboot.text.VisibleText;

/**
 * What a lease may be. Its reason is shown to everybody who connects, so it is one line
 * and controls no terminal.
 *
 * @param standard its length when none is asked for
 * @param max the longest that may be asked for
 * @param reasonRequired whether it takes a reason
 */
@Internal
public record LeasePolicy(Duration standard, Duration max, boolean reasonRequired) {

	private static final int REASON_LENGTH = 1000;

	/**
	 * Make a lease.
	 * @param openedBy the name of the principal who opens
	 * @param ttl the length asked for, or {@code null}
	 * @param reason the reason given, or {@code null}
	 * @param now when it begins
	 * @return the lease
	 * @throws ReplRefusedException if the length or the reason isn't allowed
	 */
	public Lease lease(String openedBy, @Nullable Duration ttl, @Nullable String reason, Instant now) {
		Duration length = (ttl != null) ? ttl : this.standard;
		if (ttl != null) {
			LeaseLength.check(ttl.toString(), ttl);
		}
		else if (length.toSeconds() < 1) {
			throw new ReplRefusedException(Reason.INVALID, "The lease would be " + length
					+ " long (repl.lease.default), which is less than a second. Set the property to 30m for example.");
		}
		if (length.compareTo(this.max) > 0) {
			throw new ReplRefusedException(Reason.INVALID, "A ttl of " + length + " is longer than " + this.max
					+ " (repl.lease.max). Ask for less, or raise the property.");
		}
		String trimmed = (reason != null && !reason.isBlank()) ? VisibleText.line(reason.strip()) : null;
		if (this.reasonRequired && trimmed == null) {
			throw new ReplRefusedException(Reason.INVALID,
					"A reason is required to open the REPL (repl.require-reason). Send {\"reason\":\"…\"}.");
		}
		if (trimmed != null && trimmed.length() > REASON_LENGTH) {
			throw new ReplRefusedException(Reason.INVALID,
					"The reason has more than " + REASON_LENGTH + " characters. Shorten it, or use a link.");
		}
		return new Lease(openedBy, trimmed, now, now.plus(length));
	}

}
