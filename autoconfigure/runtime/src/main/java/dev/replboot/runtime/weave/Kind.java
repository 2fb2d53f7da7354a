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
 * Where a class comes from, which says where it needs polls.
 */
enum Kind {

	/**
	 * Clojure's own Java classes. Of these the JDK calls a few methods back in loops.
	 */
	LANGUAGE,

	/**
	 * Clojure's own namespaces. They can't run for ever without a loop or a call of one
	 * of the others.
	 */
	CORE,

	/**
	 * Libraries and what is evaluated: polls at every method entry as well.
	 */
	EVALUATED,

	/**
	 * Left as it is. An error thrown there could leave shared state half-written, and its
	 * loops are bounded.
	 */
	UNTOUCHED;

	private static final Set<String> BOUNDED = Set.of("clojure/lang/Keyword", "clojure/lang/Symbol",
			"clojure/lang/Agent", "clojure/lang/Agent$Action", "clojure/lang/Util", "clojure/lang/DynamicClassLoader",
			"clojure/lang/LockingTransaction", "clojure/lang/Ref", "clojure/lang/Namespace", "clojure/lang/Var");

	// not the methods of seqs: only Clojure calls these, from loops that poll
	private static final Set<String> CALLED_BACK = Set.of("next", "hasNext", "compare", "run", "call", "iterator",
			"equals", "hashCode", "charAt", "invoke", "get", "contains", "size", "accept", "apply", "test",
			"coerceAdapterReturn");

	private static final String SEQ = ")Lclojure/lang/ISeq;";

	static Kind of(String internalName) {
		if (internalName.startsWith("clojure/asm/")) {
			return UNTOUCHED;
		}
		if (internalName.startsWith("clojure/lang/") || internalName.startsWith("clojure/java/api/")) {
			return LANGUAGE;
		}
		return EVALUATED;
	}

	static boolean isBounded(String internalName) {
		return BOUNDED.contains(internalName);
	}

	/**
	 * Whether a method polls when it is entered.
	 * @param className the class's internal name
	 * @param name the method's name
	 * @param descriptor the method's descriptor
	 * @param isSynthetic whether the compiler added it
	 * @return whether it does
	 */
	boolean pollsAtEntry(String className, String name, String descriptor, boolean isSynthetic) {
		if (name.startsWith("<")) {
			return false;
		}
		return switch (this) {
			case EVALUATED -> !isSynthetic && !name.equals("load") && !name.startsWith("__init");
			case LANGUAGE -> (CALLED_BACK.contains(name) && !descriptor.endsWith(SEQ))
					|| className.equals("clojure/lang/FnInvokers");
			case CORE, UNTOUCHED -> false;
		};
	}

}
