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

import java.time.Clock;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.lifecycle.LeaseLength;
import dev.replboot.lifecycle.ReplLifecycle;
import dev.replboot.lifecycle.RevokedAccess;
import dev.replboot.runtime.unload.RuntimeWatch;

/**
 * Opens, shows and closes the REPL. Over HTTP alone: JMX carries no principal. Every
 * operation checks for itself who asks.
 */
@WebEndpoint(id = "repl", defaultAccess = Access.NONE)
public class ReplEndpoint {

	// no session has such an id
	private static final String RECORD = "audit";

	static final String TOKENS = "tokens";

	private final ReplLifecycle lifecycle;

	private final OperationAnswers answers;

	private final AuditLogOperation record;

	private final PatchOperations patches;

	private final RuntimeWatch watch;

	private final Clock clock;

	/**
	 * Create the endpoint.
	 * @param lifecycle what it opens and closes
	 * @param denials told of everybody who is refused
	 * @param record reads the record
	 * @param patches shows and ends patches
	 * @param watch tells which closed runtimes the JVM hasn't unloaded yet
	 * @param clock tells the time
	 */
	public ReplEndpoint(ReplLifecycle lifecycle, DenialListener denials, AuditLogOperation record,
			PatchOperations patches, RuntimeWatch watch, Clock clock) {
		this.lifecycle = lifecycle;
		this.answers = new OperationAnswers(denials);
		this.record = record;
		this.patches = patches;
		this.watch = watch;
		this.clock = clock;
	}

	/**
	 * Show the state of the REPL.
	 * @param context who asks
	 * @return a {@link ReplDescriptor}, or a problem
	 */
	@ReadOperation
	public WebEndpointResponse<Object> show(SecurityContext context) {
		return this.answers.answer(context, (principal) -> ReplDescriptor.of(this.lifecycle.status(principal),
				this.patches.all(), this.watch.remaining(), this.clock.instant()));
	}

	/**
	 * Open the REPL, or get a token while it is open.
	 * @param context who asks
	 * @param ttl how long it stays open, such as {@code PT30M} or {@code 30m};
	 * {@code repl.lease.default} if absent
	 * @param reason why it is opened
	 * @return the JSON of an {@link OpenedDescriptor}, or a problem
	 */
	@WriteOperation
	public WebEndpointResponse<Object> open(SecurityContext context, @Nullable String ttl, @Nullable String reason) {
		return this.answers.answer(context,
				(principal) -> TokenAnswer.of(OpenedDescriptor.of(
						this.lifecycle.open(principal, (ttl != null) ? LeaseLength.parse(ttl) : null, reason),
						principal.name(), ttl != null)));
	}

	/**
	 * Close the REPL.
	 * @param context who asks
	 * @return a {@link ClosedDescriptor}, or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> close(SecurityContext context) {
		return this.answers.answer(context, (principal) -> ClosedDescriptor.of(this.lifecycle.close(principal)));
	}

	/**
	 * Show one session, or the record. The latter takes the auditor's role and knows the
	 * other parameters.
	 * @param context who asks
	 * @param id the session's id, or {@code audit} for the record
	 * @param session the id of the session whose records are asked for
	 * @param lease when the REPL was opened, to tell sessions of the same id apart
	 * @param principal the name of the principal whose records are asked for
	 * @param type the type of the records that are asked for
	 * @param after the number of the record after which to begin
	 * @param limit how many records
	 * @param format {@code text} or {@code html} for a transcript
	 * @param tools whether a transcript has what editors asked by themselves
	 * @param verify whether to verify the record instead of showing it
	 * @return a {@link SessionDescriptor.Detailed}, what was asked for of the record, or
	 * a problem
	 */
	@ReadOperation
	public WebEndpointResponse<Object> read(SecurityContext context, @Selector String id, @Nullable String session,
			@Nullable String lease, @Nullable String principal, @Nullable String type, @Nullable Long after,
			@Nullable Integer limit, @Nullable String format, @Nullable Boolean tools, @Nullable Boolean verify) {
		if (id.equals(RECORD)) {
			AuditLogRequest request = new AuditLogRequest(session, lease, principal, type, after, limit, format,
					Boolean.TRUE.equals(tools), Boolean.TRUE.equals(verify));
			return this.answers.respond(context, (caller) -> this.record.answer(caller, request));
		}
		return this.answers.answer(context,
				(caller) -> SessionDescriptor.Detailed.of(this.lifecycle.sessions().session(caller, id)));
	}

	/**
	 * Do something with a session, or end the tokens and sessions of a principal whose
	 * name can't stand in a path.
	 * @param context who asks
	 * @param session the session's id, or {@code tokens}
	 * @param action what to do: {@code interrupt}, or {@code revoke} for tokens
	 * @param principal the name of the principal whose tokens are ended
	 * @return an {@link InterruptedDescriptor}, the {@link RevokedAccess} of what was
	 * ended, or a problem
	 */
	@WriteOperation
	public WebEndpointResponse<Object> act(SecurityContext context, @Selector String session, @Nullable String action,
			@Nullable String principal) {
		return this.answers.answer(context, (caller) -> {
			if (session.equals(TOKENS)) {
				return revoke(caller, action, principal);
			}
			if (!"interrupt".equals(action)) {
				throw new ReplRefusedException(Reason.MALFORMED,
						"The only action is interrupt: send {\"action\":\"interrupt\"}.");
			}
			return new InterruptedDescriptor(session, this.lifecycle.sessions().interrupt(caller, session));
		});
	}

	private RevokedAccess revoke(ReplPrincipal caller, @Nullable String action, @Nullable String principal) {
		if (!"revoke".equals(action) || principal == null || principal.isEmpty()) {
			throw new ReplRefusedException(Reason.MALFORMED,
					"The only action is revoke, of a principal: send {\"action\":\"revoke\",\"principal\":\"ann\"}.");
		}
		return this.lifecycle.sessions().revoke(caller, principal);
	}

	/**
	 * End a session.
	 * @param context who asks
	 * @param session the session's id
	 * @return the {@link SessionDescriptor} of what was ended, or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> end(SecurityContext context, @Selector String session) {
		return this.answers.answer(context,
				(principal) -> SessionDescriptor.of(this.lifecycle.sessions().end(principal, session)));
	}

	/**
	 * End a patch, whether the REPL is open or not, or the tokens and sessions of a
	 * principal.
	 * @param context who asks
	 * @param collection {@code patches} or {@code tokens}
	 * @param id the patch's id, or the principal's name
	 * @return the {@link dev.replboot.kit.patch.PatchView} or the {@link RevokedAccess}
	 * of what was ended, or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> revert(SecurityContext context, @Selector String collection,
			@Selector String id) {
		return this.answers.answer(context, (principal) -> collection.equals(TOKENS)
				? this.lifecycle.sessions().revoke(principal, id) : this.patches.revert(principal, collection, id));
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
