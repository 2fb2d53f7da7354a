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

import java.security.Principal;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import dev.replboot.access.CurrentCaller;
import dev.replboot.access.Denial;
import dev.replboot.access.DenialListener;
import dev.replboot.access.GuardedCaller;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;

/**
 * Runs the operations of the endpoint for those whom the REPL's own security chain has
 * authenticated. It answers a refusal with a problem, and notifies the listener of
 * denials.
 */
final class OperationAnswers {

	private final DenialListener denials;

	OperationAnswers(DenialListener denials) {
		this.denials = denials;
	}

	/**
	 * Answer with what an operation returns.
	 * @param context who asks
	 * @param operation does what the principal asks for
	 * @return its result, or a problem
	 */
	WebEndpointResponse<Object> answer(SecurityContext context, Function<ReplPrincipal, Object> operation) {
		return respond(context, (principal) -> new WebEndpointResponse<>(operation.apply(principal)));
	}

	/**
	 * Answer with the response that an operation makes.
	 * @param context who asks
	 * @param operation does what the principal asks for
	 * @return its response, or a problem
	 */
	WebEndpointResponse<Object> respond(SecurityContext context,
			Function<ReplPrincipal, WebEndpointResponse<Object>> operation) {
		Principal caller = context.getPrincipal();
		try {
			if (!(caller instanceof GuardedCaller guarded)) {
				throw new ReplRefusedException(Reason.UNAUTHENTICATED,
						"Nobody was authenticated by the REPL's own security chain. Send credentials;"
								+ " if you did, the application has no Spring Security on its class path"
								+ " (add spring-boot-starter-security) or keeps it away from this path.");
			}
			ReplPrincipal principal = guarded.replPrincipal();
			return CurrentCaller.call(principal, guarded.peer(), () -> operation.apply(principal));
		}
		catch (ReplRefusedException ex) {
			boolean expired = ex.getReason() == Reason.UNAUTHENTICATED && caller instanceof GuardedCaller;
			this.denials.denied(denial(expired ? Denial.Reason.EXPIRED : denial(ex.getReason()), caller));
			return problem(ex);
		}
	}

	private static Denial denial(Denial.Reason reason, @Nullable Principal caller) {
		if (caller instanceof GuardedCaller guarded) {
			return new Denial(reason, Denial.HTTP, guarded.replPrincipal(), guarded.peer());
		}
		return new Denial(reason, Denial.HTTP, (caller != null) ? caller.getName() : null, null,
				UnguardedRequest.peer(), null);
	}

	private static Denial.Reason denial(Reason reason) {
		return switch (reason) {
			case UNAUTHENTICATED -> Denial.Reason.UNGUARDED;
			case FORBIDDEN -> Denial.Reason.ROLE;
			case NOT_FOUND, MALFORMED, INVALID -> Denial.Reason.REQUEST;
			case CONFLICT -> Denial.Reason.STATE;
			case LIMIT -> Denial.Reason.BUSY;
			case UNAVAILABLE -> Denial.Reason.UNAVAILABLE;
		};
	}

	private static WebEndpointResponse<Object> problem(ReplRefusedException ex) {
		ProblemDescriptor problem = ProblemDescriptor.of(ex);
		return new WebEndpointResponse<>(problem, problem.status(), ProblemDescriptor.MEDIA_TYPE);
	}

}
