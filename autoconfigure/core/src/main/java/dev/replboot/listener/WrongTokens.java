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

package dev.replboot.listener;

import dev.replboot.access.AttemptThrottle;
import dev.replboot.access.ClientAddress;
import dev.replboot.access.Peer;

/**
 * Counts wrong tokens for each user of the operating system, or address where the user
 * isn't known. Beyond the limit a wrong token isn't worth an answer. Right ones are let
 * in all the same: to compare one costs less than to find out whose connection it is, and
 * everybody on the host has the same address.
 */
final class WrongTokens {

	private static final String KIND = "token";

	private final AttemptThrottle throttle;

	WrongTokens(AttemptThrottle throttle) {
		this.throttle = throttle;
	}

	/**
	 * Count a wrong token.
	 * @param peer who sent it
	 * @return whether too many had been sent before
	 */
	boolean tooMany(Peer peer) {
		String who = (peer.uid() != null) ? "uid " + peer.uid() : peer.address();
		AttemptThrottle.Attempt attempt = this.throttle.begin(KIND, ClientAddress.of(who), null);
		attempt.failed();
		return attempt.isRefused();
	}

}
