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

package dev.replboot.testsupport;

import java.util.Set;

import dev.replboot.access.ReplPrincipal;

/**
 * A principal with the given roles.
 *
 * @param name the name
 * @param authorities the authorities
 */
public record TestPrincipal(String name, Set<String> authorities) implements ReplPrincipal {

	/**
	 * May do everything.
	 */
	public static final TestPrincipal ADMIN = new TestPrincipal("ann", Set.of("ROLE_REPL_ADMIN"));

	/**
	 * May evaluate while the REPL is open.
	 */
	public static final TestPrincipal USER = new TestPrincipal("ulf", Set.of("ROLE_REPL_USER"));

	/**
	 * May look.
	 */
	public static final TestPrincipal VIEWER = new TestPrincipal("vera", Set.of("ROLE_REPL_VIEWER"));

	@Override
	public Runnable enter() {
		return () -> {
		};
	}

}
