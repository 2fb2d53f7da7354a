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

package dev.replboot.runtime.weave;

import java.util.Set;

/**
 * The methods of Clojure's own classes by which Java calls a function, whatever the
 * function is.
 */
final class CalledByJava {

	private static final Set<String> METHODS = Set.of("clojure/lang/AFn.run()V",
			"clojure/lang/AFn.call()Ljava/lang/Object;", "clojure/lang/Var.run()V",
			"clojure/lang/Var.call()Ljava/lang/Object;",
			"clojure/lang/AFunction.compare(Ljava/lang/Object;Ljava/lang/Object;)I");

	private static final String INVOKERS = "clojure/lang/FnInvokers";

	private static final String REFLECTOR = "clojure/lang/Reflector";

	// the handler of a dynamic proxy, which Clojure makes for a reflective call
	private static final String HANDLER = "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/reflect/Method;"
			+ "[Ljava/lang/Object;)Ljava/lang/Object;";

	private CalledByJava() {
	}

	static boolean isEntry(WovenMethod method) {
		return switch (method.owner()) {
			case INVOKERS -> method.name().startsWith("invoke");
			case REFLECTOR -> method.isSynthetic() && method.isStatic() && method.descriptor().equals(HANDLER);
			default -> METHODS.contains(method.owner() + '.' + method.name() + method.descriptor());
		};
	}

}
