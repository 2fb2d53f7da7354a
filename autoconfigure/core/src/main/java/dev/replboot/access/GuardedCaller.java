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

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * A caller who came in through the security chain that guards the endpoint. Every
 * operation demands this type, which nothing outside this package can make, so that an
 * application whose own security permits everything, or leaves the endpoint's path out,
 * fails closed.
 */
@Internal
public sealed interface GuardedCaller extends Principal permits GuardedAuthentication {

	/**
	 * Who it is.
	 * @return the principal
	 */
	ReplPrincipal replPrincipal();

	/**
	 * Where the request came from.
	 * @return the peer, or {@code null} when the server doesn't tell
	 */
	@Nullable Peer peer();

}
