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

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.listener.ListenerAddress;

/**
 * The answer to opening.
 *
 * @param token the token, shown this once
 * @param lease the lease in force
 * @param listeners where to connect
 * @param opened whether the REPL was closed before
 * @param expiresAt when the token ends with the credentials that it was asked with, or
 * {@code null} when they don't expire
 * @param notice that the application can't be asked about the principal, or {@code null}
 */
@Internal
public record OpenedRepl(String token, Lease lease, List<ListenerAddress> listeners, boolean opened,
		@Nullable Instant expiresAt, @Nullable String notice) {

	/**
	 * Without the token.
	 */
	@Override
	public String toString() {
		return "OpenedRepl[lease=" + this.lease + ", opened=" + this.opened + "]";
	}

}
