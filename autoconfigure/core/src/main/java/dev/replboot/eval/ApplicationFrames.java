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

package dev.replboot.eval;

import java.lang.StackWalker.StackFrame;
import java.net.URL;
import java.security.CodeSource;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.runtime.OwnNamespaces;
import dev.replboot.runtime.stop.RuntimeHome;

/**
 * Tells the application's own code from what stands between: proxies, interceptors and
 * aspects, reflection, libraries. Own is what lies in the folders or the jar that the
 * application was built to, or in a jar of no known library.
 */
@Internal
public final class ApplicationFrames {

	/**
	 * Keeps the classes of its frames, which {@link #nearest} asks for.
	 */
	public static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private static final List<String> LIBRARIES = List.of("java.", "javax.", "jakarta.", "jdk.", "sun.", "com.sun.",
			"org.springframework.", "org.hibernate.", "org.aopalliance.", "org.aspectj.", "com.zaxxer.", "org.h2.",
			"org.postgresql.", "org.mariadb.", "com.mysql.", "oracle.", "com.microsoft.", "com.ibm.", "org.apache.",
			"net.bytebuddy.", "clojure.", "io.micrometer.", "io.opentelemetry.", "io.netty.", "reactor.",
			"org.reactivestreams.", "io.reactivex.", "io.r2dbc.", "kotlin.", "kotlinx.", "scala.", "groovy.",
			"com.google.", "com.fasterxml.", "tools.jackson.", "io.github.resilience4j.", "com.github.benmanes.",
			"org.ehcache.", "org.jooq.", "org.mybatis.", "org.thymeleaf.", "freemarker.", "org.eclipse.",
			"io.undertow.", "org.xnio.", "org.jboss.", "org.wildfly.", "org.slf4j.", "ch.qos.logback.", "org.flywaydb.",
			"liquibase.", "org.quartz.", "io.lettuce.", "redis.", "com.mongodb.", "org.bson.", "com.rabbitmq.",
			"io.grpc.", "graphql.", "feign.", "okhttp3.", "retrofit2.", "software.amazon.", "com.amazonaws.",
			"com.azure.", "com.datastax.", "org.neo4j.", "org.elasticsearch.", "io.vavr.", "org.junit.", "org.mockito.",
			"org.testng.", "net.ttddyy.", "com.p6spy.", "org.codehaus.", "javassist.", "cglib.");

	// what would stand between the application and one of its methods
	private static final Pattern PLUMBING = Pattern
		.compile("(java\\.lang\\.(invoke|reflect)|jdk\\.internal\\.reflect|org\\.springframework\\.(aop|cglib)"
				+ "|org\\.aopalliance|org\\.aspectj|jdk\\.proxy\\d+|com\\.sun\\.proxy"
				+ "|org\\.springframework\\.\\w+(\\.\\w+)*\\.(interceptor|intercept|aspectj))\\..*");

	// of this, the application's own filters aren't the caller
	private static final List<String> ENTRIES = List.of("org.springframework.web.method.support.InvocableHandlerMethod",
			"org.springframework.web.reactive.result.method.InvocableHandlerMethod",
			"org.springframework.web.servlet.DispatcherServlet", "org.springframework.web.reactive.DispatcherHandler");

	private static final Pattern PROXY = Pattern.compile(
			".*(\\$\\$(Spring|EnhancerBy|FastClass|_hibernate)|_\\$\\$_|\\$HibernateProxy|\\$\\$\\w*Proxy|\\$Proxy\\d|"
					+ "\\$ByteBuddy\\$|\\$MockitoMock\\$).*");

	// what Clojure's compiler calls a form that was typed
	private static final Pattern FORM = Pattern.compile("(.+)\\$(eval|fn__).*");

	private static final ClassValue<Boolean> OWN = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return looksOwn(type);
		}

	};

	private ApplicationFrames() {
	}

	/**
	 * The application's own frame that is nearest, or the form that was evaluated. What
	 * an aspect of the application's does around a call isn't its caller.
	 * @param frames the frames, the innermost first
	 * @return the frame, or {@code null} if there is none
	 */
	public static @Nullable StackFrame nearest(List<StackFrame> frames) {
		boolean within = false;
		StackFrame first = null;
		for (StackFrame frame : frames) {
			String name = frame.getClassName();
			if (isProxy(name)) {
				within = name.contains("FastClass") && within;
				continue;
			}
			// from here to its proxy, all is around the call
			within |= name.startsWith("org.springframework.aop.framework.");
			if (!isOwn(frame.getDeclaringClass()) && !isForm(frame)) {
				if (ENTRIES.contains(name)) {
					return (first != null) ? first : frame;
				}
				continue;
			}
			if (!within) {
				return frame;
			}
			first = (first != null) ? first : frame;
		}
		return first;
	}

	/**
	 * Whether a frame belongs to a proxy, to reflection, or to what intercepts calls.
	 * @param frame the frame
	 * @return whether somebody who asks for callers isn't interested
	 */
	public static boolean isPlumbing(StackFrame frame) {
		return isPlumbing(frame.getClassName());
	}

	/**
	 * Whether the frames of a class belong to a proxy, to reflection, or to what
	 * intercepts calls.
	 * @param type the name of the class
	 * @return whether somebody who asks for callers isn't interested
	 */
	public static boolean isPlumbing(String type) {
		return isProxy(type) || PLUMBING.matcher(type).matches();
	}

	/**
	 * Whether a frame belongs to a form that was evaluated.
	 * @param frame the frame
	 * @return whether it does
	 */
	public static boolean isForm(StackFrame frame) {
		Class<?> type = frame.getDeclaringClass();
		return FORM.matcher(type.getName()).matches() && !isOurs(type.getName())
				&& (RuntimeHome.of(type.getClassLoader()) != null
						|| type.getProtectionDomain().getCodeSource() == null);
	}

	private static boolean isOurs(String name) {
		return name.startsWith("dev.replboot.") || name.startsWith("clojure.") || OwnNamespaces.containClass(name);
	}

	private static boolean isProxy(String name) {
		return name.indexOf('$') >= 0 && PROXY.matcher(name).matches();
	}

	/**
	 * Whether a class is of the application's own code.
	 * @param type the class
	 * @return whether it is
	 */
	public static boolean isOwn(Class<?> type) {
		return OWN.get(type);
	}

	private static boolean looksOwn(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
			return false;
		}
		if (RuntimeHome.of(loader) != null) {
			// a function that somebody has defined in the REPL
			return !isOurs(type.getName()) && !FORM.matcher(type.getName()).matches() && !isLibrary(type.getName());
		}
		CodeSource source = type.getProtectionDomain().getCodeSource();
		URL location = (source != null) ? source.getLocation() : null;
		if (location == null || OwnCode.contains(type)) {
			return false;
		}
		String where = location.toString();
		boolean built = where.contains("BOOT-INF/classes") || where.contains("WEB-INF/classes")
				|| (where.startsWith("file:") && where.endsWith("/")) || isStarted(where);
		return built || !isLibrary(type.getName());
	}

	// an extracted application has its own classes in the jar that it is started with
	private static boolean isStarted(String where) {
		String path = System.getProperty("java.class.path", "").split(java.io.File.pathSeparator, 2)[0];
		return path.endsWith(".jar") && where.startsWith("file:")
				&& where.endsWith("/" + path.replaceAll(".*[/\\\\]", ""));
	}

	private static boolean isLibrary(String name) {
		return LIBRARIES.stream().anyMatch(name::startsWith) && !name.startsWith("org.springframework.samples.");
	}

}
