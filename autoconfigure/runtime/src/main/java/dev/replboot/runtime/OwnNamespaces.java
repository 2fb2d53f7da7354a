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

package dev.replboot.runtime;

import java.util.regex.Pattern;

import dev.replboot.api.Internal;

/**
 * The Clojure namespaces of this REPL: {@code repl.host}, {@code repl.kit},
 * {@code repl.nrepl} and those below the last two. Others that begin with {@code repl.}
 * are the application's.
 */
@Internal
public final class OwnNamespaces {

	private static final String COMMON = "repl.";

	private static final Pattern NAMESPACE = Pattern.compile("repl\\.(host|(kit|nrepl)(\\..+)?)");

	// These are the functions of a namespace, and what loads it.
	private static final Pattern CLASS = Pattern.compile("repl\\.(kit|nrepl)(\\.[a-z0-9_]+)*(\\$.*|__init)");

	private OwnNamespaces() {
	}

	/**
	 * Whether a namespace is of this REPL.
	 * @param namespace the namespace's name
	 * @return whether it is
	 */
	public static boolean contain(String namespace) {
		return namespace.startsWith(COMMON) && NAMESPACE.matcher(namespace).matches();
	}

	/**
	 * Whether a class was made of a namespace of this REPL.
	 * @param type the name of the class
	 * @return whether it was
	 */
	public static boolean containClass(String type) {
		return type.startsWith(COMMON) && CLASS.matcher(type).matches();
	}

}
