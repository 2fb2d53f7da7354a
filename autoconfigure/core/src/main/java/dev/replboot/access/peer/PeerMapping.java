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

package dev.replboot.access.peer;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;

/**
 * Tells which principal of the application a user of the operating system is.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PeerMapping {

	/**
	 * Find the principal. Only tokens of the same principal are accepted from that user
	 * then: of the same name and, if both tell it, from the same source.
	 * @param user the name of the operating system's user
	 * @return the principal, or {@code null} when the application has none of that name
	 * who may log in
	 */
	@Nullable ReplPrincipal principal(String user);

}
