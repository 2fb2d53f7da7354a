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

import org.jspecify.annotations.Nullable;

/**
 * The parts of a server that a request in the REPL doesn't have. Keeps the first one that
 * was asked for, because the application makes an error of its own of it.
 */
final class Unsupported {

	private volatile @Nullable UnsupportedOperationException first;

	/**
	 * An object whose every method throws.
	 * @param <T> its type
	 * @param type an interface
	 * @return the object
	 */
	<T> T of(Class<T> type) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				throw refused(method.getName());
			}));
	}

	UnsupportedOperationException refused(String what) {
		UnsupportedOperationException refused = new UnsupportedOperationException("The handler asks the server for "
				+ what + ", which a call doesn't have. Send this request over HTTP.");
		if (this.first == null) {
			this.first = refused;
		}
		return refused;
	}

	@Nullable UnsupportedOperationException first() {
		return this.first;
	}

}
