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

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.Peer;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.EvaluationSummary;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;

/**
 * A session.
 *
 * @param id the session's id
 * @param principal whose it is
 * @param source where that name comes from, such as the application's users
 * @param protocol the protocol's name
 * @param peer who is at the other end of the connection
 * @param revocation how the application is asked whether the principal may still use the
 * REPL, or that it can't be; {@code null} when that is no question
 * @param since when it began
 * @param namespace the namespace it is in
 * @param evaluations how many evaluations are over
 * @param running what it evaluates now, or {@code null}
 */
public record SessionDescriptor(String id, String principal, String source, String protocol, Peer peer,
		@Nullable String revocation, Instant since, String namespace, long evaluations,
		@Nullable EvaluationDescriptor running) {

	public SessionDescriptor {
		principal = VisibleText.line(principal);
		source = VisibleText.line(source);
		revocation = VisibleText.lineOrNull(revocation);
		peer = new Peer(VisibleText.line(peer.address()), VisibleText.lineOrNull(peer.user()), peer.uid());
		namespace = VisibleText.line(namespace);
	}

	static SessionDescriptor of(ReplSession session) {
		EvaluationSession evaluations = session.evaluations();
		EvaluationSummary running = evaluations.activity().running();
		ReplPrincipal principal = session.principal();
		return new SessionDescriptor(session.id(), principal.name(), principal.source(), session.protocol(),
				session.peer(), principal.revocation(), session.since(), evaluations.namespace(),
				evaluations.activity().count(), (running != null) ? EvaluationDescriptor.of(running) : null);
	}

	/**
	 * An evaluation.
	 *
	 * @param id the evaluation's number
	 * @param form the form's text, cut
	 * @param namespace the namespace it was evaluated in
	 * @param at when it began
	 * @param millis how long it took or has been running
	 * @param outcome how it ended, or {@code null} while it runs
	 * @param error what was thrown, or {@code null}
	 * @param stuck whether it was told to stop and goes on regardless
	 */
	public record EvaluationDescriptor(long id, String form, String namespace, Instant at, long millis,
			@Nullable String outcome, @Nullable String error, boolean stuck) {

		public EvaluationDescriptor {
			form = VisibleText.lines(form);
			namespace = VisibleText.line(namespace);
			error = VisibleText.linesOrNull(error);
		}

		static EvaluationDescriptor of(EvaluationSummary summary) {
			return new EvaluationDescriptor(summary.id(), summary.form(), summary.namespace(), summary.at(),
					summary.duration().toMillis(), summary.outcome(), summary.error(), summary.stuck());
		}

	}

	/**
	 * A session and its last evaluations.
	 *
	 * @param session the session
	 * @param recent its last evaluations, oldest first
	 * @param stack where the evaluation that runs now is, innermost first; empty when
	 * none runs
	 */
	public record Detailed(SessionDescriptor session, List<EvaluationDescriptor> recent, List<String> stack) {

		static Detailed of(ReplSession session) {
			EvaluationSession evaluations = session.evaluations();
			return new Detailed(SessionDescriptor.of(session),
					evaluations.activity().recent().stream().map(EvaluationDescriptor::of).toList(),
					Arrays.stream(evaluations.activity().stack())
						.map((frame) -> VisibleText.line(frame.toString()))
						.toList());
		}

	}

}
