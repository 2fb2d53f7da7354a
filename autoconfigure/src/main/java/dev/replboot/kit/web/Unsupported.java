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

package dev.replboot.kit.web;

import java.lang.reflect.Proxy;

/**
 * What a request that is made in the REPL hasn't got.
 */
final class Unsupported {

	private Unsupported() {
	}

	/**
	 * An object whose every method throws.
	 * @param <T> its type
	 * @param type an interface
	 * @return the object
	 */
	static <T> T of(Class<T> type) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				throw new UnsupportedOperationException("A request that is made in the REPL has no part in a server: it"
						+ " doesn't know " + method.getName() + ". Send this one over HTTP.");
			}));
	}

}
