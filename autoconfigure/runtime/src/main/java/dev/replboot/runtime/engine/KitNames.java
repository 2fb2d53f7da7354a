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

package dev.replboot.runtime.engine;

import clojure.lang.IPersistentMap;
import clojure.lang.Namespace;
import clojure.lang.PersistentHashMap;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Var;

/**
 * Names of the kit in {@code user}, the namespace that all sessions share. Clojure asks
 * here before it gives a name of a namespace to something else, so evaluations that don't
 * cost nothing.
 */
public final class KitNames {

	private static volatile IPersistentMap kept = PersistentHashMap.EMPTY;

	private KitNames() {
	}

	/**
	 * Keep what {@code user} knows now.
	 * @param user the namespace, with the kit's names
	 */
	static void keep(Namespace user) {
		kept = user.getMappings();
	}

	/**
	 * Called by {@link Namespace} for a name that it knows. {@code (ns user)}, with which
	 * files begin, refers to all of {@code clojure.core}, some of whose names are the
	 * kit's here.
	 * @param namespace the namespace
	 * @param name the name
	 * @param known what it stands for
	 * @param other what it would stand for
	 * @return whether it goes on to stand for what it does
	 * @throws IllegalStateException if the name is the kit's and the other isn't
	 * Clojure's own
	 */
	public static boolean keeps(Namespace namespace, Symbol name, Object known, Object other) {
		if (!isKept(namespace, name, known)) {
			return false;
		}
		if (other instanceof Var var && var.ns == RT.CLOJURE_NS) {
			return true;
		}
		throw new IllegalStateException(refusal(name));
	}

	/**
	 * Called by {@link Namespace} before it forgets a name.
	 * @param namespace the namespace
	 * @param name the name
	 * @throws IllegalStateException if the name is the kit's
	 */
	public static void beforeUnmap(Namespace namespace, Symbol name) {
		if (isKept(namespace, name, namespace.getMapping(name))) {
			throw new IllegalStateException(refusal(name));
		}
	}

	private static boolean isKept(Namespace namespace, Symbol name, Object known) {
		return known instanceof Var var && var.ns != RT.CLOJURE_NS && var.ns != namespace
				&& namespace.name.equals(ClojureEngine.USER) && kept.valAt(name) == known;
	}

	private static String refusal(Symbol name) {
		return "In the namespace user, which all sessions share, " + name
				+ " is a name of the kit. Choose another name, or a namespace of your own: (ns my.space).";
	}

}
