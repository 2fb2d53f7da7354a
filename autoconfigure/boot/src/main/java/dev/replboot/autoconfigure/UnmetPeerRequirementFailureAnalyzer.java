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

import dev.replboot.access.peer.PeerRequirement;

/**
 * Says what a requirement on peers needs.
 */
class UnmetPeerRequirementFailureAnalyzer extends AbstractFailureAnalyzer<UnmetPeerRequirementException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnmetPeerRequirementException cause) {
		String what = "The property repl.peer.require is " + cause.requirement().label() + ", but ";
		if (cause.requirement() == PeerRequirement.LISTED) {
			return new FailureAnalysis(what + "repl.peer.users is empty, so that nobody could come in.",
					"Set repl.peer.users to the names of the operating system's users who may, or repl.peer.require"
							+ " to something else.",
					cause);
		}
		return new FailureAnalysis(
				what + "the application has no single UserDetailsService that could tell who the operating system's"
						+ " users are, so that nobody could come in.",
				"Define one bean of type org.springframework.security.core.userdetails.UserDetailsService, or mark one"
						+ " of several @Primary, or set repl.peer.require to something else.",
				cause);
	}

}
