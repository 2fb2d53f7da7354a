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

package dev.replboot.autoconfigure;

import java.nio.file.Path;

/**
 * A listener's socket file has a path that doesn't fit into a socket's address.
 */
final class SocketPathTooLongException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final transient Path path;

	private final int length;

	SocketPathTooLongException(String property, Path path, int length) {
		super(property + " is " + path + ", which has " + length + " bytes");
		this.property = property;
		this.path = path;
		this.length = length;
	}

	String property() {
		return this.property;
	}

	Path path() {
		return this.path;
	}

	int length() {
		return this.length;
	}

}
