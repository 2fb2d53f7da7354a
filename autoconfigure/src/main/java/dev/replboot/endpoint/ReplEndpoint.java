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
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

import dev.replboot.access.Denial;
import dev.replboot.access.DenialListener;
import dev.replboot.access.GuardedCaller;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.lifecycle.ReplLifecycle;

/**
 * Opens, shows and closes the REPL. Over HTTP alone: JMX carries no principal. Every
 * operation checks for itself who asks.
 *
 * @since 0.1.0
 */
@WebEndpoint(id = "repl", defaultAccess = Access.NONE)
public class ReplEndpoint {

	private final ReplLifecycle lifecycle;

	private final DenialListener denials;

	private final Clock clock;

	/**
	 * Create the endpoint.
	 * @param lifecycle what it opens and closes
	 * @param denials told of everybody who is refused for want of a role
	 * @param clock tells the time
	 */
	public ReplEndpoint(ReplLifecycle lifecycle, DenialListener denials, Clock clock) {
		this.lifecycle = lifecycle;
		this.denials = denials;
		this.clock = clock;
	}

	/**
	 * Show the state of the REPL.
	 * @param context who asks
	 * @return a {@link ReplDescriptor}, or a problem
	 */
	@ReadOperation
	public WebEndpointResponse<Object> show(SecurityContext context) {
		return answer(context,
				(principal) -> ReplDescriptor.of(this.lifecycle.status(principal), this.clock.instant()));
	}

	/**
	 * Open the REPL, or get a token while it is open.
	 * @param context who asks
	 * @param ttl how long it stays open, {@code repl.lease.default} if absent
	 * @param reason why it is opened
	 * @return an {@link OpenedDescriptor}, or a problem
	 */
	@WriteOperation
	public WebEndpointResponse<Object> open(SecurityContext context, @Nullable Duration ttl, @Nullable String reason) {
		return answer(context, (principal) -> OpenedDescriptor.of(this.lifecycle.open(principal, ttl, reason),
				principal.name(), ttl != null));
	}

	/**
	 * Close the REPL.
	 * @param context who asks
	 * @return a {@link ClosedDescriptor}, or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> close(SecurityContext context) {
		return answer(context, (principal) -> ClosedDescriptor.of(this.lifecycle.close(principal)));
	}

	/**
	 * Show one session.
	 * @param context who asks
	 * @param session the session's id
	 * @return a {@link SessionDescriptor.Detailed}, or a problem
	 */
	@ReadOperation
	public WebEndpointResponse<Object> session(SecurityContext context, @Selector String session) {
		return answer(context,
				(principal) -> SessionDescriptor.Detailed.of(this.lifecycle.session(principal, session)));
	}

	/**
	 * Do something with a session.
	 * @param context who asks
	 * @param session the session's id
	 * @param action what to do: {@code interrupt}
	 * @return an {@link InterruptedDescriptor}, or a problem
	 */
	@WriteOperation
	public WebEndpointResponse<Object> act(SecurityContext context, @Selector String session, @Nullable String action) {
		return answer(context, (principal) -> {
			if (!"interrupt".equals(action)) {
				throw new ReplRefusedException(Reason.MALFORMED,
						"The only action is interrupt: send {\"action\":\"interrupt\"}.");
			}
			return new InterruptedDescriptor(session, this.lifecycle.interrupt(principal, session));
		});
	}

	/**
	 * End a session.
	 * @param context who asks
	 * @param session the session's id
	 * @return the {@link SessionDescriptor} of what was ended, or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> end(SecurityContext context, @Selector String session) {
		return answer(context, (principal) -> SessionDescriptor.of(this.lifecycle.end(principal, session)));
	}

	private WebEndpointResponse<Object> answer(SecurityContext context, Function<ReplPrincipal, Object> operation) {
		Principal caller = context.getPrincipal();
		try {
			if (!(caller instanceof GuardedCaller guarded)) {
				throw new ReplRefusedException(Reason.UNAUTHENTICATED,
						"Nobody was authenticated by the REPL's own security chain. Send credentials;"
								+ " if you did, the application has no Spring Security on its class path"
								+ " or keeps it away from this path.");
			}
			return new WebEndpointResponse<>(operation.apply(guarded.replPrincipal()));
		}
		catch (ReplRefusedException ex) {
			if (ex.getReason() == Reason.UNAUTHENTICATED || ex.getReason() == Reason.FORBIDDEN) {
				String who = (caller != null) ? caller.getName() : null;
				this.denials.denied(new Denial(Denial.Reason.ENDPOINT, "http", who, null));
			}
			return problem(ex);
		}
	}

	private static WebEndpointResponse<Object> problem(ReplRefusedException ex) {
		ProblemDescriptor problem = ProblemDescriptor.of(ex);
		return new WebEndpointResponse<>(problem, problem.status(), ProblemDescriptor.MEDIA_TYPE);
	}

	static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The answer to an interrupt.
	 *
	 * @param session the session's id
	 * @param interrupted whether there was something to stop
	 */
	public record InterruptedDescriptor(String session, boolean interrupted) {

	}

}
