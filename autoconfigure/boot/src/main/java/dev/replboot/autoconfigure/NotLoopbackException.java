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

import java.net.InetAddress;

/**
 * A listener's address is one that other hosts can reach.
 */
final class NotLoopbackException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final transient InetAddress address;

	NotLoopbackException(String property, InetAddress address) {
		super(property + " is " + address.getHostAddress() + ", which is not a loopback address");
		this.property = property;
		this.address = address;
	}

	String property() {
		return this.property;
	}

	InetAddress address() {
		return this.address;
	}

}
