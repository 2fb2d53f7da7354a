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

import java.util.Locale;
import java.util.Set;

/**
 * Tells an HTTP request by its first bytes: somebody made a browser or a proxy talk to a
 * port of the REPL.
 */
public final class HttpRequests {

	private static final Set<String> METHODS = Set.of("GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "OPTIONS ", "PATCH ",
			"TRACE ", "CONNECT ", "PRI ");

	private HttpRequests() {
	}

	/**
	 * Whether a text is the method that a request begins with, and the space after it.
	 * @param text what came first
	 * @return whether it is one
	 */
	public static boolean isMethod(String text) {
		return METHODS.contains(text.toUpperCase(Locale.ROOT));
	}

	/**
	 * Whether a text may become the beginning of a request when more of it comes.
	 * @param text what came first
	 * @return whether it may
	 */
	public static boolean mayBecomeMethod(String text) {
		String upper = text.toUpperCase(Locale.ROOT);
		return METHODS.stream().anyMatch((method) -> method.startsWith(upper));
	}

}
