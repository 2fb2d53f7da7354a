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

package dev.replboot.kit.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Spring MVC. Requests go through a dispatcher of our own that has all of the
 * application's mappings, adapters, interceptors and exception handlers, and through the
 * filters that decide what a request means; the servlet container and all other filters
 * have no part in it.
 */
final class ServletStack implements WebStack {

	private static final String SECURITY = "org.springframework.security.web.SecurityFilterChain";

	private static final String DISPATCHER_PATH = "org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath";

	private final ApplicationContext context;

	private final @Nullable ServletChains chains;

	private @Nullable ServletParts parts;

	ServletStack(ApplicationContext context) {
		this.context = context;
		this.chains = ClassUtils.isPresent(SECURITY, context.getClassLoader()) ? new ServletChains(context) : null;
	}

	static boolean isWebApplication(ApplicationContext context) {
		return context instanceof WebApplicationContext;
	}

	@Override
	public List<Route> routes() {
		List<Route> routes = new ArrayList<>();
		for (RequestMappingInfoHandlerMapping mapping : this.context
			.getBeansOfType(RequestMappingInfoHandlerMapping.class, true, false)
			.values()) {
			mapping.getHandlerMethods()
				.forEach((info, handler) -> routes.add(new Route(info.getPatternValues(),
						info.getMethodsCondition().getMethods().stream().map(Enum::name).collect(Collectors.toSet()),
						handler)));
		}
		return routes;
	}

	@Override
	public @Nullable Set<String> needed(String method, String path) {
		return (this.chains != null)
				? this.chains.needed(prepare(CallRequest.of(method, path, CallOptions.NONE)).request()) : null;
	}

	@Override
	public Map<String, @Nullable Object> call(CallRequest call) throws Exception {
		ServletCall prepared = prepare(call);
		return (this.chains != null) ? this.chains.keeping(prepared::run) : prepared.run();
	}

	private ServletCall prepare(CallRequest call) {
		return new ServletCall(call, CallAddress.of(this.context.getEnvironment(), call.headers()), parts());
	}

	private ServletContext servletContext() {
		return Objects.requireNonNull(((WebApplicationContext) this.context).getServletContext(),
				"The application's context has no servlet context yet");
	}

	private synchronized ServletParts parts() {
		ServletParts parts = this.parts;
		if (parts == null) {
			parts = new ServletParts(servletContext(), prefix(), dispatcher(), new ServletShaping(this.context),
					new ServletErrorPages(this.context), this.chains);
			this.parts = parts;
		}
		return parts;
	}

	private String prefix() {
		return ClassUtils.isPresent(DISPATCHER_PATH, this.context.getClassLoader()) ? DispatcherPrefix.of(this.context)
				: "";
	}

	// the application's own may not have been initialized yet, which is the container's
	// business
	private DispatcherServlet dispatcher() {
		DispatcherServlet dispatcher = new DispatcherServlet((WebApplicationContext) this.context);
		dispatcher.setPublishContext(false);
		dispatcher.setPublishEvents(false);
		dispatcher.setDispatchOptionsRequest(
				this.context.getEnvironment().getProperty("spring.mvc.dispatch-options-request", Boolean.class, true));
		try {
			dispatcher.init(new CallConfig(servletContext()));
		}
		catch (ServletException ex) {
			throw new IllegalStateException("No dispatcher for calls", ex);
		}
		return dispatcher;
	}

	/**
	 * The configuration of our dispatcher: none.
	 *
	 * @param getServletContext the application's
	 */
	private record CallConfig(ServletContext getServletContext) implements ServletConfig {

		@Override
		public String getServletName() {
			return "repl";
		}

		@Override
		public @Nullable String getInitParameter(String name) {
			return null;
		}

		@Override
		public Enumeration<String> getInitParameterNames() {
			return Collections.emptyEnumeration();
		}

	}

	/**
	 * Asks Spring Boot under which path the dispatcher is.
	 */
	private static final class DispatcherPrefix {

		static String of(ApplicationContext context) {
			DispatcherServletPath path = context.getBeanProvider(DispatcherServletPath.class).getIfUnique();
			return (path != null) ? path.getPrefix() : "";
		}

	}

}
