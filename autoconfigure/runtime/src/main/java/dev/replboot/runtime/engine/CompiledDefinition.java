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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import clojure.lang.IMapEntry;
import clojure.lang.IObj;
import clojure.lang.IPersistentCollection;
import clojure.lang.IPersistentMap;
import clojure.lang.ISeq;
import clojure.lang.IType;
import clojure.lang.PersistentHashMap;
import clojure.lang.PersistentList;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import clojure.lang.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * Has what a definition computes compiled. Clojure's compiler interprets it, by
 * reflection, and nothing of that is woven in the application's own Clojure.
 */
final class CompiledDefinition {

	static final Symbol DEF = Symbol.intern("def");

	private static final Symbol FN = (Symbol) Symbol.intern("fn*").withMeta(RT.map(RT.keyword(null, "once"), true));

	// they compute nothing themselves
	private static final Set<Symbol> CONSTANT = Set.of(Symbol.intern("quote"), Symbol.intern("var"),
			Symbol.intern("fn*"), Symbol.intern("fn"), Symbol.intern("clojure.core", "fn"));

	private CompiledDefinition() {
	}

	/**
	 * Wrap what a definition computes, its value and its metadata.
	 * @param form a form
	 * @return the form to evaluate instead, the same if it defines nothing
	 */
	static @Nullable Object of(@Nullable Object form) {
		if (!(form instanceof ISeq definition && DEF.equals(definition.first())
				&& RT.second(definition) instanceof Symbol name)) {
			return form;
		}
		List<@Nullable Object> parts = new ArrayList<>(List.of(DEF, withCompiled(name)));
		for (ISeq rest = RT.next(RT.next(definition)); rest != null; rest = rest.next()) {
			parts.add(compiled(rest.first()));
		}
		return ((IObj) PersistentList.create(parts)).withMeta(RT.meta(form));
	}

	private static Symbol withCompiled(Symbol name) {
		IPersistentMap meta = name.meta();
		if (meta == null || !computes(meta)) {
			return name;
		}
		IPersistentMap compiled = PersistentHashMap.EMPTY;
		for (Object each : meta) {
			IMapEntry entry = (IMapEntry) each;
			compiled = compiled.assoc(compiled(entry.key()), compiled(entry.val()));
		}
		return (Symbol) name.withMeta(compiled);
	}

	private static @Nullable Object compiled(@Nullable Object form) {
		return computes(form) ? RT.list(RT.list(FN, PersistentVector.EMPTY, form)) : form;
	}

	private static boolean computes(@Nullable Object form) {
		if (form instanceof ISeq seq) {
			return RT.seq(seq) != null && !(seq.first() instanceof Symbol symbol && CONSTANT.contains(symbol));
		}
		if (form instanceof Map.Entry<?, ?> entry) {
			return computes(entry.getKey()) || computes(entry.getValue());
		}
		if (form instanceof IPersistentCollection collection && !(form instanceof IType)) {
			for (ISeq rest = collection.seq(); rest != null; rest = rest.next()) {
				if (computes(rest.first())) {
					return true;
				}
			}
		}
		return false;
	}

}
