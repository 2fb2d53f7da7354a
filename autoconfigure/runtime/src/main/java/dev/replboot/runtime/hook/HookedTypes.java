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

package dev.replboot.runtime.hook;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The classes whose methods and constructors woven code doesn't call directly. A class
 * that mentions none of them needs no hooks.
 */
public final class HookedTypes {

	private static final Set<String> ALL = new HashSet<>();

	static {
		ALL.addAll(Replacements.owners());
		ALL.addAll(Guards.owners());
		ALL.addAll(ResourceHooks.owners());
		ALL.addAll(Set.of("java/lang/Thread", "java/lang/ThreadLocal", "java/util/concurrent/ForkJoinTask",
				"java/util/concurrent/CompletableFuture", "java/util/concurrent/ExecutorService",
				"java/util/concurrent/Executor"));
	}

	private HookedTypes() {
	}

	/**
	 * Whether calls of a class need to be looked at.
	 * @param internalName the class's name
	 * @return whether they do
	 */
	public static boolean contain(String internalName) {
		return ALL.contains(internalName);
	}

	static Set<String> of(Collection<String> methods) {
		return methods.stream().map((method) -> method.substring(0, method.indexOf('.'))).collect(Collectors.toSet());
	}

}
