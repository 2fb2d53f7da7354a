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

import java.util.List;

import dev.replboot.access.ReplPrincipal;

/**
 * Told when the REPL opens and closes.
 *
 * @since 0.1.0
 */
public interface LifecycleListener {

	/**
	 * The REPL is about to open. Nobody can connect yet.
	 * @param lease the lease
	 * @throws RuntimeException to prevent it
	 */
	default void opening(Lease lease) {
	}

	/**
	 * The REPL is about to open, with what is known of who opens it.
	 * @param lease the lease
	 * @param principal who opens it
	 * @throws RuntimeException to prevent it
	 */
	default void opening(Lease lease, ReplPrincipal principal) {
		opening(lease);
	}

	/**
	 * The REPL is open.
	 * @param lease the lease
	 */
	default void opened(Lease lease) {
	}

	/**
	 * Somebody was given a token.
	 * @param principal the name of the principal
	 */
	default void tokenIssued(String principal) {
	}

	/**
	 * Somebody was given a token, with what is known of them.
	 * @param principal who
	 */
	default void tokenIssued(ReplPrincipal principal) {
		tokenIssued(principal.name());
	}

	/**
	 * The tokens and sessions of a principal were ended.
	 * @param by who ended them
	 * @param revoked what was ended
	 */
	default void revoked(ReplPrincipal by, RevokedAccess revoked) {
	}

	/**
	 * A token and its sessions ended with what the token stood for.
	 * @param principal whose they were
	 * @param reason a sentence
	 * @param tokens how many tokens
	 * @param sessions how many sessions
	 */
	default void lapsed(ReplPrincipal principal, String reason, int tokens, int sessions) {
	}

	/**
	 * Whether somebody who has sessions may still use the REPL could not be found out.
	 * The sessions go on.
	 * @param principal whose sessions they are
	 * @param reason why it could not
	 */
	default void unverified(ReplPrincipal principal, String reason) {
	}

	/**
	 * Sessions and evaluations have ended. What they have changed is reverted now.
	 * @param lease the lease that is over
	 * @return what could not be reverted, or wasn't, one sentence each
	 */
	default List<String> closing(Lease lease) {
		return List.of();
	}

	/**
	 * The REPL is closed.
	 * @param lease the lease that is over
	 * @param by who closed it or what
	 * @param report what was ended
	 */
	default void closed(Lease lease, String by, CloseReport report) {
	}

}
