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

import java.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
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
	public Map<String, @Nullable Object> call(CallRequest call) {
		Principal principal = this.security ? ReactiveCaller.principal() : null;
		ReactiveCallResponse response = new ReactiveCallResponse();
		Mono<Void> handling = WebHttpHandlerBuilder.applicationContext(this.context)
			.filters((filters) -> prepare(filters, principal))
			.build()
			.handle(new ReactiveCallRequest(call), response);
		(this.security ? ReactiveCaller.as(handling) : handling).block();
		return describe(response);
	}

	private static void prepare(List<WebFilter> filters, @Nullable Principal principal) {
		filters.removeIf((filter) -> filter.getClass().getName().startsWith(SECURITY));
		if (principal != null) {
			filters.add(0,
					(exchange, chain) -> chain.filter(exchange.mutate().principal(Mono.just(principal)).build()));
		}
	}

	private static Map<String, @Nullable Object> describe(ReactiveCallResponse response) {
		Map<String, @Nullable Object> answer = new LinkedHashMap<>();
		HttpStatusCode status = response.getStatusCode();
		answer.put("status", (status != null) ? status.value() : 200);
		Map<String, @Nullable Object> headers = new LinkedHashMap<>();
		response.getHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
		answer.put("headers", headers);
		answer.put("body", response.body().text());
		if (response.body().isCut()) {
			answer.put("cut", true);
		}
		return answer;
	}

}
