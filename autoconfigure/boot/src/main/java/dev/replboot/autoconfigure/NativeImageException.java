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
 * The application runs as a native image, which can't load the classes that the REPL
 * compiles.
 */
class NativeImageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	NativeImageException() {
		super("The REPL compiles forms to classes while the application runs, and a native image can't load them");
	}

}
