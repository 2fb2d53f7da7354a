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

/**
 * A group may connect to a socket file that isn't there, or that refuses its members.
 */
final class PointlessPathGroupException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String why;

	private final String action;

	PointlessPathGroupException(String property, String why, String action) {
		super(property + " is set, but " + why);
		this.property = property;
		this.why = why;
		this.action = action;
	}

	String property() {
		return this.property;
	}

	String why() {
		return this.why;
	}

	String action() {
		return this.action;
	}

}
