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

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who was authenticated. A name alone doesn't identify a principal: a user of
 * the application and the subject of somebody's JWT can have the same.
 *
 * @since 0.1.0
 */
public interface ReplPrincipal {

	/**
	 * The source of a principal that doesn't tell it.
	 */
	String UNTOLD = "application";

	/**
	 * The name that the application knows them by.
	 * @return the name
	 */
	String name();

	/**
	 * The authorities they had when they were authenticated.
	 * @return the names of the authorities, such as {@code ROLE_REPL_USER}
	 */
	Set<String> authorities();

	/**
	 * Make the calling thread act on behalf of this principal.
	 * @return puts back what was there before; to be run on the same thread
	 */
	Runnable enter();

	/**
	 * Where the name comes from.
	 * @return for example {@code users}, {@code jwt https://idp.example} or
	 * {@code certificate of CN=CA}
	 */
	default String source() {
		return UNTOLD;
	}

	/**
	 * Whether another principal is the same one: of the same name, from the same source.
	 * @param other the other principal
	 * @return whether it is the same
	 */
	default boolean isSame(ReplPrincipal other) {
		return name().equals(other.name()) && source().equals(other.source());
	}

	/**
	 * When the credentials expire that the principal was authenticated with.
	 * @return the moment, or {@code null} when they don't
	 */
	default @Nullable Instant expiresAt() {
		return null;
	}

	/**
	 * The same principal, to be kept for as long as a session: without credentials.
	 * @return the principal
	 */
	default ReplPrincipal lasting() {
		return this;
	}

	/**
	 * Why nothing is evaluated for the principal any more.
	 * @return a sentence, or {@code null} while the principal may use the REPL
	 */
	default @Nullable String ended() {
		return null;
	}

	/**
	 * How the application is asked whether the principal may still use the REPL.
	 * @return a sentence, or {@code null} when that is no question
	 */
	default @Nullable String revocation() {
		return null;
	}

}
