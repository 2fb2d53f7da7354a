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

import java.util.Set;

/**
 * Somebody who was authenticated.
 *
 * @since 0.1.0
 */
public interface ReplPrincipal {

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

}
