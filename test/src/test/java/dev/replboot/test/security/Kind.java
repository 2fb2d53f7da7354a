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

package dev.replboot.test.security;

import java.util.List;
import java.util.Set;

/**
 * Kinds of applications, by how they are secured.
 */
enum Kind {

	/**
	 * Nothing but Boot's own user.
	 */
	DEFAULT(ServletApplications.Secured.class, ReactiveApplications.Secured.class, Set.of("admin"),
			"spring.security.user.name=admin", "spring.security.user.password=" + Users.PASSWORD,
			"spring.security.user.roles=REPL_ADMIN"),

	/**
	 * A chain that permits everything, and method security.
	 */
	PERMIT_ALL(ServletApplications.PermitAll.class, ReactiveApplications.PermitAll.class, everybody(),
			"spring.threads.virtual.enabled=true"),

	/**
	 * A chain of the application for the management endpoints, ahead of ours.
	 */
	AHEAD(ServletApplications.Ahead.class, ReactiveApplications.Ahead.class, Set.of()),

	/**
	 * Spring Security is kept away from every path.
	 */
	IGNORED(ServletApplications.Ignored.class, ReactiveApplications.Ignored.class, Set.of()),

	/**
	 * A customizer of every chain opens them all.
	 */
	CUSTOMIZED(ServletApplications.Customized.class, ReactiveApplications.Customized.class, everybody()),

	/**
	 * A user details service.
	 */
	USER_DETAILS(ServletApplications.OwnUserDetails.class, ReactiveApplications.OwnUserDetails.class, everybody()),

	/**
	 * An authentication manager as a bean, beside user details that it does not use.
	 */
	MANAGER(ServletApplications.OwnManager.class, ReactiveApplications.OwnManager.class, everybody()),

	/**
	 * Two authentication providers; in a reactive application, which has no providers,
	 * two user details services, of which it uses one.
	 */
	SEVERAL(ServletApplications.Several.class, ReactiveApplications.Several.class, everybody()),

	/**
	 * An OAuth2 resource server.
	 */
	JWT(ServletApplications.ResourceServer.class, ReactiveApplications.ResourceServer.class, everybody()),

	/**
	 * An OAuth2 resource server whose scopes are the roles of the REPL, beside one
	 * authority that is no scope.
	 */
	SCOPES(ServletApplications.ScopedResourceServer.class, ReactiveApplications.ScopedResourceServer.class, everybody(),
			"repl.roles.viewer=SCOPE_ops", "repl.roles.user=SCOPE_repl:eval", "repl.roles.admin=SCOPE_repl.admin",
			"repl.roles.auditor=authority:SCOPE_audit"),

	/**
	 * A form login and sessions.
	 */
	FORM_LOGIN(ServletApplications.FormLogin.class, ReactiveApplications.FormLogin.class, everybody()),

	/**
	 * Roles that include others.
	 */
	HIERARCHY(ServletApplications.Hierarchy.class, ReactiveApplications.Hierarchy.class, Set.of("admin", "nobody")),

	/**
	 * No Spring Security.
	 */
	NO_SECURITY(null, null, Set.of());

	private final Class<?> servlet;

	private final Class<?> reactive;

	private final Set<String> users;

	private final List<String> properties;

	Kind(Class<?> servlet, Class<?> reactive, Set<String> users, String... properties) {
		this.servlet = (servlet != null) ? servlet : ServletApplications.Plain.class;
		this.reactive = (reactive != null) ? reactive : ReactiveApplications.Plain.class;
		this.users = users;
		this.properties = List.of(properties);
	}

	private static Set<String> everybody() {
		return Set.of("admin", "user", "viewer", "auditor", "nobody");
	}

	/**
	 * Whether our chain guards the endpoint; where it does not, nobody gets in.
	 * @return whether there is a way in
	 */
	boolean isGuarded() {
		return !this.users.isEmpty();
	}

	boolean has(String user) {
		return this.users.contains(user);
	}

	String credentials(String user) {
		return switch (this) {
			case JWT -> Tokens.bearer(user);
			case SCOPES -> Tokens.scoped(user);
			default -> Users.basic(user, Users.PASSWORD);
		};
	}

	Class<?> configuration(boolean reactiveStack) {
		return reactiveStack ? this.reactive : this.servlet;
	}

	List<String> properties() {
		return this.properties;
	}

}
