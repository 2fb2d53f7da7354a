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

package dev.replboot.testsupport;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.util.ClassUtils;

import dev.replboot.audit.AuditType;
import dev.replboot.lifecycle.ReplLifecycle;
import dev.replboot.listener.ListenerAddress;

/**
 * An application context with a REPL, opened on a free port, without a web server.
 */
public final class TestRepl implements AutoCloseable {

	// by name, because the module that has them comes after this one: its tests use this
	private static final List<String> FEATURES = List.of("Audit", "Peer", "Revocation", "Observability", "Kit", "");

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final List<AuditApplicationEvent> events = new CopyOnWriteArrayList<>();

	private TestRepl(Class<?>[] configurations, String[] properties) {
		this.context.getEnvironment()
			.setConversionService((ApplicationConversionService) ApplicationConversionService.getSharedInstance());
		TestPropertyValues
			.of("management.endpoints.web.exposure.include=repl", "management.endpoint.repl.access=unrestricted",
					"spring.application.name=test-app",
					// a machine that is busy with other things is no reason to refuse
					// anything
					"repl.audit.timeout=1m", "repl.revocation.timeout=1m")
			.and(hasPath(properties) ? new String[0] : new String[] { "repl.socket.port=0" })
			.and(properties)
			.applyTo(this.context);
		this.context.addApplicationListener((event) -> {
			if (event instanceof AuditApplicationEvent audit) {
				this.events.add(audit);
			}
		});
		// before the automatic ones, whose conditions look for what the user has
		if (configurations.length > 0) {
			this.context.register(configurations);
		}
		this.context.register(FEATURES.stream().map(TestRepl::configuration).toArray(Class<?>[]::new));
		this.context.refresh();
	}

	private static Class<?> configuration(String feature) {
		return ClassUtils.resolveClassName("dev.replboot.autoconfigure.Repl" + feature + "AutoConfiguration", null);
	}

	// a path and a port exclude each other
	private static boolean hasPath(String[] properties) {
		return Arrays.stream(properties).anyMatch((property) -> property.startsWith("repl.socket.path="));
	}

	/**
	 * Start a context whose REPL is closed.
	 * @param properties as {@code key=value}
	 * @return the context
	 */
	public static TestRepl closed(String... properties) {
		return new TestRepl(new Class<?>[0], properties);
	}

	/**
	 * Start a context with more configuration, whose REPL is closed.
	 * @param configurations configuration classes
	 * @param properties as {@code key=value}
	 * @return the context
	 */
	public static TestRepl closedWith(Class<?>[] configurations, String... properties) {
		return new TestRepl(configurations, properties);
	}

	/**
	 * Start a context and open its REPL.
	 * @param properties as {@code key=value}
	 * @return the context
	 */
	public static TestRepl open(String... properties) {
		return with(new Class<?>[0], properties);
	}

	/**
	 * Start a context with more configuration and open its REPL.
	 * @param configurations configuration classes
	 * @param properties as {@code key=value}
	 * @return the context
	 */
	public static TestRepl with(Class<?>[] configurations, String... properties) {
		TestRepl repl = new TestRepl(configurations, properties);
		repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
		return repl;
	}

	/**
	 * The lifecycle.
	 * @return the lifecycle
	 */
	public ReplLifecycle lifecycle() {
		return this.context.getBean(ReplLifecycle.class);
	}

	/**
	 * The context.
	 * @return the context
	 */
	public AnnotationConfigApplicationContext context() {
		return this.context;
	}

	/**
	 * Where the socket REPL listens.
	 * @return the address
	 */
	public ListenerAddress address() {
		return lifecycle().status().listeners().get(0);
	}

	/**
	 * Where a protocol can be reached.
	 * @param protocol its name
	 * @return the address
	 */
	public ListenerAddress address(String protocol) {
		return lifecycle().status()
			.listeners()
			.stream()
			.filter((address) -> address.protocol().equals(protocol))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Get a token.
	 * @param principal for whom
	 * @return the token
	 */
	public String token(TestPrincipal principal) {
		return lifecycle().open(principal, null, null).token();
	}

	/**
	 * Connect without sending anything.
	 * @return the client
	 */
	public ReplClient connect() {
		return ReplClient.connect(Objects.requireNonNull(address().port()));
	}

	/**
	 * Connect, send the administrator's token and read up to the prompt.
	 * @return the client
	 */
	public ReplClient login() {
		return login(TestPrincipal.ADMIN);
	}

	/**
	 * Connect, send a token and read up to the prompt.
	 * @param principal whose token
	 * @return the client
	 */
	public ReplClient login(TestPrincipal principal) {
		ReplClient client = connect();
		client.send(token(principal) + "\n");
		client.readUntil("user=> ");
		return client;
	}

	/**
	 * All audit events, so far.
	 * @return the events in order
	 */
	public List<AuditApplicationEvent> events() {
		return List.copyOf(this.events);
	}

	/**
	 * The audit events of a type, so far.
	 * @param type the type
	 * @return the events in order
	 */
	public List<AuditApplicationEvent> events(AuditType type) {
		return this.events.stream().filter((event) -> event.getAuditEvent().getType().equals(type.name())).toList();
	}

	/**
	 * Forget the audit events, which would fill the memory of a long test.
	 */
	public void forgetEvents() {
		this.events.clear();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
