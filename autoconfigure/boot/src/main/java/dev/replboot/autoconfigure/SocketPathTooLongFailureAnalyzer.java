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

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.replboot.listener.UnixBinder;

/**
 * Says how long the path of a socket file may be.
 */
class SocketPathTooLongFailureAnalyzer extends AbstractFailureAnalyzer<SocketPathTooLongException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SocketPathTooLongException cause) {
		return new FailureAnalysis("The property " + cause.property() + " is " + cause.path() + ", which has "
				+ cause.length() + " bytes, but the address of a Unix domain socket has room for "
				+ UnixBinder.MAX_PATH_BYTES + ".", "Choose a shorter path, such as /run/app/repl.sock.", cause);
	}

}
