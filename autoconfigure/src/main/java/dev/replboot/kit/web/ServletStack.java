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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Spring MVC. Requests go through a dispatcher of our own that has all of the
 * application's mappings, adapters, interceptors and exception handlers; the servlet
 * container and its filters have no part in it.
 */
final class ServletStack implements WebStack {

	private static final String SECURITY = "org.springframework.security.web.SecurityFilterChain";

	private final ApplicationContext context;

	private final @Nullable ServletChains chains;

	private @Nullable DispatcherServlet dispatcher;

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
				? this.chains
					.needed(new ServletCallRequest(CallRequest.of(method, path, Map.of(), ""), servletContext(), null))
				: null;
	}

	@Override
	public Map<String, @Nullable Object> call(CallRequest call) throws Exception {
		ServletCallRequest request = new ServletCallRequest(call, servletContext(),
				(this.chains != null) ? this.chains.principal() : null);
		ServletCallResponse response = new ServletCallResponse();
		Integer refused = (this.chains != null) ? this.chains.refusal(request) : null;
		if (refused != null) {
			Map<String, @Nullable Object> answer = new LinkedHashMap<>();
			answer.put("status", refused);
			answer.put("error", "refused by the application's security filter chain");
			return answer;
		}
		try {
			dispatcher().service(request, response);
		}
		catch (ServletException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			if (cause instanceof Error error) {
				throw error;
			}
			response.failed(
					(this.chains != null) ? this.chains.status(cause) : ServletCallResponse.SC_INTERNAL_SERVER_ERROR,
					cause.toString());
		}
		return response.describe();
	}

	private ServletContext servletContext() {
		return Objects.requireNonNull(((WebApplicationContext) this.context).getServletContext(),
				"The application's context has no servlet context yet");
	}

	// the application's own may not have been initialized yet, which is the container's
	// business
	private synchronized DispatcherServlet dispatcher() throws ServletException {
		DispatcherServlet dispatcher = this.dispatcher;
		if (dispatcher == null) {
			dispatcher = new DispatcherServlet((WebApplicationContext) this.context);
			dispatcher.setPublishContext(false);
			dispatcher.setPublishEvents(false);
			dispatcher.init(new CallConfig(servletContext()));
			this.dispatcher = dispatcher;
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

}
