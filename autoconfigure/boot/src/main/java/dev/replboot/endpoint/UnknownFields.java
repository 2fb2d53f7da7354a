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

package dev.replboot.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.access.ReplRole;

/**
 * Refuses requests that change something and have a field which the operation doesn't
 * know. Spring Boot ignores such fields, so that a mistyped {@code ttl} would open the
 * REPL for the default time.
 */
public final class UnknownFields implements OperationInvokerAdvisor {

	private static final EndpointId REPL = EndpointId.of("repl");

	private static final int LONGEST_NAME = 40;

	private static final String SESSION = "session";

	// A session has a principal already.
	private static final String OF_TOKENS = "principal";

	private final OperationAnswers answers;

	private final ReplAuthorities authorities;

	/**
	 * Create the advisor.
	 * @param denials told of each refusal
	 * @param authorities which authority stands for which role
	 */
	public UnknownFields(DenialListener denials, ReplAuthorities authorities) {
		this.answers = new OperationAnswers(denials);
		this.authorities = authorities;
	}

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!endpointId.equals(REPL) || operationType != OperationType.WRITE) {
			return invoker;
		}
		List<String> known = parameters.stream()
			.filter((parameter) -> parameter.getType() != SecurityContext.class)
			.map(OperationParameter::getName)
			.toList();
		List<String> path = parameters.stream()
			.filter(UnknownFields::isInPath)
			.map(OperationParameter::getName)
			.toList();
		return (context) -> {
			List<String> fields = new ArrayList<>(known);
			fields.removeAll(path);
			if (path.contains(SESSION) && !ReplEndpoint.TOKENS.equals(context.getArguments().get(SESSION))) {
				fields.remove(OF_TOKENS);
			}
			List<String> unknown = new ArrayList<>(context.getArguments().keySet());
			unknown.removeAll(fields);
			unknown.removeAll(path);
			if (unknown.isEmpty()) {
				return invoker.invoke(context);
			}
			SecurityContext caller = Objects.requireNonNull(context.resolveArgument(SecurityContext.class));
			return this.answers.answer(caller, (principal) -> refuse(principal, unknown.get(0), fields));
		};
	}

	private Object refuse(ReplPrincipal principal, String field, List<String> fields) {
		// Somebody without a role for these operations isn't told their fields.
		this.authorities.require(principal, ReplRole.USER, "use the REPL");
		String name = (field.length() > LONGEST_NAME) ? field.substring(0, LONGEST_NAME) + "…" : field;
		throw new ReplRefusedException(Reason.MALFORMED, "The field \"" + name + "\" is unknown, so nothing was done. "
				+ ((fields.size() == 1) ? "The only field is " : "The fields are ") + String.join(", ", fields) + ".");
	}

	private static boolean isInPath(OperationParameter parameter) {
		return parameter.getAnnotation(Selector.class) != null;
	}

}
