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

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.security.web.UnreachableFilterChainException;

import dev.replboot.endpoint.web.servlet.ReplFilterChain;

/**
 * Explains a start-up that fails because a chain of the application for any request comes
 * ahead of ours.
 */
class UnreachableReplChainFailureAnalyzer extends AbstractFailureAnalyzer<UnreachableFilterChainException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnreachableFilterChainException cause) {
		if (!ReplFilterChain.isOwn(cause.getUnreachableFilterChain())) {
			return null;
		}
		return new FailureAnalysis(
				"The application has a security filter chain for any request, ordered ahead of the one that guards"
						+ " the endpoint repl, so that the latter would never be asked: " + cause.getFilterChain(),
				"Give that chain an order after " + ReplServletSecurityAutoConfiguration.ORDER
						+ " (Ordered.HIGHEST_PRECEDENCE + 1), by @Order(0) for example, or a securityMatcher that"
						+ " leaves the endpoint out.",
				cause);
	}

}
