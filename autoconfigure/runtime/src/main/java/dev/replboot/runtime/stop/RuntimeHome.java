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

package dev.replboot.runtime.stop;

import java.security.ProtectionDomain;

import org.jspecify.annotations.Nullable;

/**
 * The class loader that a runtime lives in, as woven code sees it.
 */
public interface RuntimeHome {

	/**
	 * The evaluations of this runtime.
	 * @return the same for the runtime's whole life
	 */
	RuntimeScopes scopes();

	/**
	 * Rewrite a class that is being evaluated, so that it can be stopped.
	 * @param loader the loader that is about to define it
	 * @param bytes the class file
	 * @return the class file to define instead
	 */
	byte[] weave(ClassLoader loader, byte[] bytes);

	/**
	 * The domain to define classes with. It doesn't name the loader, which JDK 17 would
	 * otherwise keep reachable through its access control contexts.
	 * @return the shared domain
	 */
	ProtectionDomain protectionDomain();

	/**
	 * The runtime that a class loader belongs to.
	 * @param loader a loader, {@code null} for the JDK's
	 * @return the nearest home among the loader and its parents, or {@code null}
	 */
	static @Nullable RuntimeHome of(@Nullable ClassLoader loader) {
		ClassLoader candidate = loader;
		while (candidate != null && !(candidate instanceof RuntimeHome)) {
			candidate = candidate.getParent();
		}
		return (RuntimeHome) candidate;
	}

}
