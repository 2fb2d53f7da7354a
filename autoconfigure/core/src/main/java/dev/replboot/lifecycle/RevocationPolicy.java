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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.access.standing.StandingDesk;
import dev.replboot.access.standing.StandingSource;
import dev.replboot.api.Internal;
import dev.replboot.text.VisibleText;

/**
 * How the application is asked whether principals may still use the REPL.
 *
 * @param desk asks the application
 * @param interval how often it asks about those who have sessions
 */
@Internal
public record RevocationPolicy(StandingDesk desk, Duration interval) {

	private static final Log logger = LogFactory.getLog(RevocationPolicy.class);

	/**
	 * A policy that asks nobody.
	 * @return the policy
	 */
	public static RevocationPolicy none() {
		return new RevocationPolicy(StandingDesk.none(), Duration.ofMinutes(1));
	}

	/**
	 * Create the policy.
	 * @throws IllegalArgumentException if the interval isn't positive
	 */
	public RevocationPolicy {
		if (interval.isNegative() || interval.isZero()) {
			throw new IllegalArgumentException(
					"repl.revocation.interval is " + interval + ". Set it to a positive duration, such as 1m.");
		}
	}

	/**
	 * Find out how to ask about somebody who wants a token.
	 * @param principal who asks
	 * @param clock tells the time
	 * @return how to ask from now on
	 * @throws ReplRefusedException if the principal gets no token
	 */
	StandingSource.Found find(ReplPrincipal principal, Clock clock) {
		Instant end = principal.expiresAt();
		if (end != null && !end.isAfter(clock.instant())) {
			throw new ReplRefusedException(Reason.UNAUTHENTICATED,
					"The credentials have expired (" + end + "). Sign in again.");
		}
		StandingSource.Found found;
		try {
			found = this.desk.find(principal).join();
		}
		catch (CompletionException ex) {
			throw new ReplRefusedException(Reason.UNAVAILABLE,
					"No token was issued, because the application can't say whether " + principal.name()
							+ " can use the REPL: " + message(ex)
							+ ". Repair that, or set repl.revocation.enabled=false.");
		}
		if (found.fault() != null) {
			throw new ReplRefusedException(Reason.FORBIDDEN, found.fault());
		}
		if (found.notice() != null) {
			logger.info(VisibleText.line(found.notice()));
		}
		return found;
	}

	static String message(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return String.valueOf(cause.getMessage());
	}

}
