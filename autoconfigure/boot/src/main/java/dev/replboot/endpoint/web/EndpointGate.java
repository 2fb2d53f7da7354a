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

package dev.replboot.endpoint.web;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;

import dev.replboot.access.AttemptThrottle;
import dev.replboot.access.AuthenticationPrincipal;
import dev.replboot.access.CallerGuard;
import dev.replboot.access.ClientAddress;
import dev.replboot.access.Denial;
import dev.replboot.access.DenialListener;
import dev.replboot.access.GuardedAuthentication;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRole;
import dev.replboot.endpoint.ProblemDescriptor;

/**
 * Decides who may call the endpoint at all: reading takes a viewer or an auditor,
 * everything else a user. The operations check finer.
 */
public final class EndpointGate {

	private static final ClientAddress UNKNOWN = ClientAddress.of("unknown");

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private final CallerGuard guard = new CallerGuard();

	private final OutageLog outages = new OutageLog();

	private final ReplAuthorities authorities;

	private final RoleHierarchy hierarchy;

	private final DenialListener denials;

	private final AttemptThrottle throttle;

	/**
	 * Create the gate.
	 * @param authorities who has which role
	 * @param hierarchy the application's own inclusion of authorities in others
	 * @param denials told of everybody who is refused
	 * @param throttle bounds how many credentials are looked at
	 */
	public EndpointGate(ReplAuthorities authorities, RoleHierarchy hierarchy, DenialListener denials,
			AttemptThrottle throttle) {
		this.authorities = authorities;
		this.hierarchy = hierarchy;
		this.denials = denials;
		this.throttle = throttle;
	}

	/**
	 * Begin to look at the credentials of a request.
	 * @param source where the request comes from
	 * @return the attempt, which may be refused, or {@code null} if there are no
	 * credentials
	 */
	public AttemptThrottle.@Nullable Attempt attempt(RequestSource source) {
		if (source.kind() == null) {
			return null;
		}
		ClientAddress address = (source.address() != null) ? source.address() : UNKNOWN;
		return this.throttle.begin(source.kind(), address, source.name());
	}

	/**
	 * Refuse credentials unseen, and report it.
	 * @param attempt the refused attempt
	 * @param source where the request comes from
	 * @return the problem
	 */
	public ProblemDescriptor throttled(AttemptThrottle.Attempt attempt, RequestSource source) {
		report(Denial.Reason.THROTTLED, null, source);
		return ProblemDescriptor.of(429,
				"The credentials were not looked at, because too many failed before from this address or under this"
						+ " name (repl.limits.failed-attempts). Try again in " + attempt.retryAfter().toSeconds()
						+ " s, or from another address.");
	}

	/**
	 * Whether somebody may make a request.
	 * @param authentication who it is, or {@code null}
	 * @param method the HTTP method
	 * @return whether they may
	 */
	public boolean admits(@Nullable Authentication authentication, String method) {
		return this.trust.isAuthenticated(authentication) && refusal(authentication, method) == null;
	}

	/**
	 * Wrap the authentication of somebody who may make a request. Asks again, because an
	 * application can change every chain by a customizer.
	 * @param authentication who it is, or {@code null}
	 * @param method the HTTP method
	 * @param source where the request comes from
	 * @return what the operations accept
	 * @throws AuthenticationCredentialsNotFoundException if nobody is authenticated
	 * @throws AccessDeniedException if they may not
	 */
	public GuardedAuthentication guard(@Nullable Authentication authentication, String method, RequestSource source) {
		if (!this.trust.isAuthenticated(authentication)) {
			throw new AuthenticationCredentialsNotFoundException("Nobody is authenticated");
		}
		String refusal = refusal(authentication, method);
		if (refusal != null) {
			throw new AccessDeniedException(refusal);
		}
		return this.guard.guard(authentication, reachable(authentication), source.peer());
	}

	/**
	 * Refuse somebody who isn't authenticated, and report it.
	 * @param exception why not
	 * @param basic whether HTTP Basic is accepted
	 * @param source where the request comes from
	 * @param attempt what was tried, or {@code null}
	 * @return the problem
	 */
	public ProblemDescriptor unauthenticated(AuthenticationException exception, boolean basic, RequestSource source,
			AttemptThrottle.@Nullable Attempt attempt) {
		boolean tried = source.tried();
		Denial.Reason reason = tried ? FailedAuthentication.reason(exception) : Denial.Reason.ANONYMOUS;
		if (attempt != null && reason != Denial.Reason.UNAVAILABLE) {
			attempt.failed();
		}
		report(reason, null, source);
		String how = basic ? ", with curl -u for example." : "; passwords are not taken (repl.http-basic).";
		return ProblemDescriptor.of(401,
				tried ? "The credentials were not accepted. Check them and try again"
						+ (basic ? "." : "; passwords are not taken (repl.http-basic).")
						: "No credentials were sent. Send those of a user of this application who has a role for"
								+ " the REPL" + how);
	}

	/**
	 * Refuse a request because the application could not find out whose it is, and report
	 * it. The answer doesn't say why: nobody is authenticated.
	 * @param failure what failed
	 * @param source where the request comes from
	 * @return the problem
	 */
	public ProblemDescriptor unavailable(Throwable failure, RequestSource source) {
		this.outages.failed(failure);
		report(Denial.Reason.UNAVAILABLE, null, source);
		return ProblemDescriptor.of(503, "The application failed to find out whose request this is."
				+ " Try again when what knows its users answers; the application's log says more.");
	}

	/**
	 * Refuse somebody who is authenticated, and report it. Names everything that is
	 * missing at once.
	 * @param authentication who it is
	 * @param method the HTTP method
	 * @param rule why the application's own rules refuse as well, or {@code null}
	 * @param source where the request comes from
	 * @return the problem
	 */
	public ProblemDescriptor forbidden(Authentication authentication, String method, @Nullable String rule,
			RequestSource source) {
		String refusal = refusal(authentication, method);
		report(reason(refusal, rule), authentication, source);
		if (refusal == null && rule == null) {
			refusal = "The application's own security denied this. Look into its configuration of method security.";
		}
		return ProblemDescriptor.of(403,
				Stream.of(refusal, rule).filter(Objects::nonNull).collect(Collectors.joining(" ")));
	}

	private static Denial.Reason reason(@Nullable String refusal, @Nullable String rule) {
		if (refusal != null) {
			return Denial.Reason.ROLE;
		}
		return (rule != null && RuleSentences.isAboutFactors(rule)) ? Denial.Reason.FACTOR : Denial.Reason.RULE;
	}

	/**
	 * Report a request that is refused for another reason.
	 * @param reason why
	 * @param who who was authenticated, or {@code null} if nobody has looked at it
	 * @param source where the request comes from
	 */
	public void report(Denial.Reason reason, @Nullable Authentication who, RequestSource source) {
		this.denials.denied((who != null) ? new Denial(reason, Denial.HTTP, principal(who), source.peer())
				: new Denial(reason, Denial.HTTP, null, null, source.peer(), AttemptedName.show(source.name())));
	}

	private static ReplPrincipal principal(Authentication authentication) {
		return (authentication instanceof GuardedAuthentication guarded) ? guarded.replPrincipal()
				: new AuthenticationPrincipal(authentication);
	}

	private @Nullable String refusal(Authentication authentication, String method) {
		AuthenticationPrincipal principal = new AuthenticationPrincipal(authentication, reachable(authentication));
		boolean reads = !(method.equals("POST") || method.equals("DELETE"));
		if (reads && this.authorities.has(principal, ReplRole.AUDITOR)) {
			return null;
		}
		if (!reads) {
			return this.authorities.has(principal, ReplRole.USER) ? null : writer(principal.name(), method);
		}
		try {
			this.authorities.require(principal, ReplRole.VIEWER, "look at the REPL");
			return null;
		}
		catch (ReplRefusedException ex) {
			return ex.getSentence();
		}
	}

	// everything at once, so that nobody asks for one role today and for another tomorrow
	private String writer(String name, String method) {
		String user = this.authorities.authority(ReplRole.USER) + " (repl.roles.user)";
		String admin = this.authorities.authority(ReplRole.ADMIN) + " (repl.roles.admin)";
		if (method.equals("DELETE")) {
			return name + " may not close the REPL or end a session: that takes the authority " + admin
					+ ", or to end sessions of one's own " + user + ".";
		}
		return name + " may not use the REPL: to open it takes the authority " + admin
				+ ", to use it while it is open that one or " + user + ".";
	}

	private Collection<? extends GrantedAuthority> reachable(Authentication authentication) {
		return this.hierarchy.getReachableGrantedAuthorities(authentication.getAuthorities());
	}

}
