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
import org.springframework.security.core.GrantedAuthority;

import dev.replboot.access.AuthenticationPrincipal;
import dev.replboot.access.CallerGuard;
import dev.replboot.access.Denial;
import dev.replboot.access.DenialListener;
import dev.replboot.access.GuardedAuthentication;
import dev.replboot.access.Peer;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRole;
import dev.replboot.endpoint.ProblemDescriptor;

/**
 * Decides who may call the endpoint at all: reading takes a viewer or an auditor,
 * everything else a user. The operations check finer.
 *
 * @since 0.1.0
 */
public final class EndpointGate {

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private final CallerGuard guard = new CallerGuard();

	private final ReplAuthorities authorities;

	private final RoleHierarchy hierarchy;

	private final DenialListener denials;

	/**
	 * Create the gate.
	 * @param authorities who has which role
	 * @param hierarchy the application's own inclusion of authorities in others
	 * @param denials told of everybody who is refused
	 */
	public EndpointGate(ReplAuthorities authorities, RoleHierarchy hierarchy, DenialListener denials) {
		this.authorities = authorities;
		this.hierarchy = hierarchy;
		this.denials = denials;
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
	 * @return what the operations accept
	 * @throws AuthenticationCredentialsNotFoundException if nobody is authenticated
	 * @throws AccessDeniedException if they may not
	 */
	public GuardedAuthentication guard(@Nullable Authentication authentication, String method) {
		if (!this.trust.isAuthenticated(authentication)) {
			throw new AuthenticationCredentialsNotFoundException("Nobody is authenticated");
		}
		String refusal = refusal(authentication, method);
		if (refusal != null) {
			throw new AccessDeniedException(refusal);
		}
		return this.guard.guard(authentication, reachable(authentication));
	}

	/**
	 * Refuse somebody who isn't authenticated, and report it.
	 * @param tried whether credentials were sent
	 * @param basic whether HTTP Basic is accepted
	 * @param address the client's address, as the application knows it, or {@code null}
	 * @return the problem
	 */
	public ProblemDescriptor unauthenticated(boolean tried, boolean basic, @Nullable String address) {
		report((String) null, address);
		String how = basic ? ", with curl -u for example." : "; passwords are not taken (repl.http-basic).";
		return ProblemDescriptor.of(401,
				tried ? "The credentials were not accepted. Check them and try again"
						+ (basic ? "." : "; passwords are not taken (repl.http-basic).")
						: "No credentials were sent. Send those of a user of this application who has a role for"
								+ " the REPL" + how);
	}

	/**
	 * Refuse somebody who is authenticated, and report it. Names everything that is
	 * missing at once.
	 * @param authentication who it is
	 * @param method the HTTP method
	 * @param rule why the application's own rules refuse as well, or {@code null}
	 * @param address the client's address, as the application knows it, or {@code null}
	 * @return the problem
	 */
	public ProblemDescriptor forbidden(Authentication authentication, String method, @Nullable String rule,
			@Nullable String address) {
		report(authentication.getName(), address);
		String refusal = refusal(authentication, method);
		if (refusal == null && rule == null) {
			refusal = "The application's own security denied this. Look into its configuration of method security.";
		}
		return ProblemDescriptor.of(403,
				Stream.of(refusal, rule).filter(Objects::nonNull).collect(Collectors.joining(" ")));
	}

	/**
	 * Report a request that was refused before anybody looked at who sent it.
	 * @param problem the problem
	 * @param address the client's address, as the application knows it, or {@code null}
	 * @return the same
	 */
	public ProblemDescriptor report(ProblemDescriptor problem, @Nullable String address) {
		report((String) null, address);
		return problem;
	}

	private void report(@Nullable String who, @Nullable String address) {
		Peer peer = (address != null) ? Peer.at(address) : null;
		this.denials.denied(new Denial(Denial.Reason.ENDPOINT, "http", who, peer));
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
