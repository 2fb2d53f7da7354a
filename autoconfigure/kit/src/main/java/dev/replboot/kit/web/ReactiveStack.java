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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/**
 * WebFlux. Requests go through the application's own handlers and filters, but for those
 * of Spring Security, which would want credentials.
 */
final class ReactiveStack implements WebStack {

	private static final String SECURITY = "org.springframework.security";

	private final ApplicationContext context;

	private final boolean security;

	ReactiveStack(ApplicationContext context) {
		this.context = context;
		this.security = ClassUtils.isPresent(SECURITY + ".core.context.ReactiveSecurityContextHolder",
				context.getClassLoader());
	}

	@Override
	public List<Route> routes() {
		List<Route> routes = new ArrayList<>();
		for (RequestMappingInfoHandlerMapping mapping : this.context
			.getBeansOfType(RequestMappingInfoHandlerMapping.class, true, false)
			.values()) {
			mapping.getHandlerMethods().forEach((info, handler) -> {
				Set<String> paths = new TreeSet<>();
				for (PathPattern pattern : info.getPatternsCondition().getPatterns()) {
					paths.add(pattern.getPatternString());
				}
				routes.add(new Route(paths,
						info.getMethodsCondition().getMethods().stream().map(Enum::name).collect(Collectors.toSet()),
						handler));
			});
		}
		return routes;
	}

	@Override
	public @Nullable Set<String> needed(String method, String path) {
		// a reactive chain doesn't give out its rules
		return null;
	}

	@Override
	public Map<String, @Nullable Object> call(CallRequest call) throws Exception {
		Unsupported unsupported = new Unsupported();
		ReactiveCallResponse response = new ReactiveCallResponse(unsupported);
		ReactiveSession session = new ReactiveSession(call.session());
		Environment environment = this.context.getEnvironment();
		ReactiveCallRequest request = new ReactiveCallRequest(call, CallAddress.of(environment, call.headers()),
				environment.getProperty("spring.webflux.base-path", ""), unsupported);
		boolean finished = await(call, response,
				WebHttpHandlerBuilder.applicationContext(this.context)
					.sessionManager(session)
					.filters((filters) -> replaceSecurity(filters, response))
					.build()
					.handle(request, response));
		if (!finished && !response.isCommitted()) {
			throw new IllegalStateException(call.unanswered());
		}
		HttpStatusCode status = response.getStatusCode();
		int code = (status != null) ? status.value() : HttpStatus.OK.value();
		UnsupportedOperationException refused = unsupported.first();
		if (refused != null && code >= HttpStatus.INTERNAL_SERVER_ERROR.value()) {
			throw refused;
		}
		CallAnswer answer = new CallAnswer(code).error(response.error());
		response.describe(answer);
		return answer.body(call.method(), response.body())
			.cut(!finished || response.body().isCut())
			.session(session.attributes())
			.map();
	}

	// cancelled as when a client goes away
	private static boolean await(CallRequest call, ReactiveCallResponse response, Mono<Void> handling)
			throws Exception {
		CompletableFuture<Void> future = handling.toFuture();
		try {
			future.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception failure) {
				if (response.isCommitted()) {
					response.breakOff(failure);
					return false;
				}
				throw failure;
			}
			if (ex.getCause() instanceof Error failure) {
				throw failure;
			}
			throw ex;
		}
		finally {
			future.cancel(true);
		}
	}

	private void replaceSecurity(List<WebFilter> filters, ReactiveCallResponse response) {
		if (this.security) {
			filters.removeIf((filter) -> filter.getClass().getName().startsWith(SECURITY));
			filters.add(0, new ReactiveChains(this.context, response));
		}
	}

}
