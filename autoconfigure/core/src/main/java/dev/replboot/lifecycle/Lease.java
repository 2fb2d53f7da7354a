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

/**
 * For how long the REPL is open, who opened it and why.
 *
 * @param openedBy the name of the principal who opened it
 * @param reason why, or {@code null} when none was given
 * @param openedAt when
 * @param endsAt when it closes by itself
 * @since 0.1.0
 */
public record Lease(String openedBy, @Nullable String reason, Instant openedAt, Instant endsAt) {

	/**
	 * What is left of the lease.
	 * @param now the time
	 * @return never negative
	 */
	public Duration remaining(Instant now) {
		Duration remaining = Duration.between(now, this.endsAt);
		return remaining.isNegative() ? Duration.ZERO : remaining;
	}

}
