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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;

import dev.replboot.audit.AuditType;
import dev.replboot.kit.KitAudit;

/**
 * An application's web endpoints.
 */
public final class WebHost {

	private static final String SERVLET = "org.springframework.web.servlet.DispatcherServlet";

	// by name, because neither has to be on the class path
	private static final List<String> ANNOTATIONS = List.of("org.springframework.security.access.prepost.PreAuthorize",
			"org.springframework.security.access.annotation.Secured", "jakarta.annotation.security.RolesAllowed");

	private final WebStack stack;

	private final KitAudit record;

	/**
	 * Create it.
	 * @param context the application's context
	 * @param record where calls are recorded
	 */
	public WebHost(ApplicationContext context, KitAudit record) {
		boolean servlet = ClassUtils.isPresent(SERVLET, context.getClassLoader())
				&& ClassUtils.isPresent("jakarta.servlet.Servlet", context.getClassLoader())
				&& ServletStack.isWebApplication(context);
		this.stack = servlet ? new ServletStack(context) : new ReactiveStack(context);
		this.record = record;
	}

	/**
	 * List what is mapped to methods.
	 * @param part what a path has to contain
	 * @return path, methods, handler and needed authority of each
	 */
	public List<Map<String, @Nullable Object>> endpoints(String part) {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (Route route : this.stack.routes()) {
			for (String path : new TreeSet<>(route.paths())) {
				if (path.contains(part)) {
					rows.add(describe(path, route));
				}
			}
		}
		rows.sort((a, b) -> String.valueOf(a.get("path")).compareTo(String.valueOf(b.get("path"))));
		return rows;
	}

	private Map<String, @Nullable Object> describe(String path, Route route) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put("path", path);
		row.put("methods", List.copyOf(new TreeSet<>(route.methods())));
		row.put("handler", name(route.handler()));
		String method = route.methods().isEmpty() ? "GET" : route.methods().iterator().next();
		Set<String> needed = this.stack.needed(method, example(path));
		row.put("chain", (needed != null) ? List.copyOf(needed) : null);
		row.put("annotation", annotation(route.handler()));
		return row;
	}

	private static String name(HandlerMethod handler) {
		return ClassUtils.getUserClass(handler.getBeanType()).getName() + "." + handler.getMethod().getName() + "("
				+ Stream.of(handler.getMethod().getParameterTypes())
					.map(Class::getSimpleName)
					.collect(Collectors.joining(", "))
				+ ")";
	}

	// a path that the pattern has a match for
	private static String example(String pattern) {
		return pattern.replaceAll("\\{[^/]*}", "1").replaceAll("[{}]", "").replace("**", "1").replace("*", "1");
	}

	private static @Nullable String annotation(HandlerMethod handler) {
		for (MergedAnnotations annotations : List.of(
				MergedAnnotations.from(handler.getMethod(), SearchStrategy.TYPE_HIERARCHY),
				MergedAnnotations.from(handler.getBeanType(), SearchStrategy.TYPE_HIERARCHY))) {
			for (String name : ANNOTATIONS) {
				MergedAnnotation<?> annotation = annotations.get(name);
				if (annotation.isPresent()) {
					Object value = annotation.getValue("value").orElse("");
					String text = (value instanceof String[] several) ? Arrays.toString(several) : value.toString();
					return "@" + ClassUtils.getShortName(name) + "(" + text + ")";
				}
			}
		}
		return null;
	}

	/**
	 * Call a handler through the application's own dispatcher, as the principal of the
	 * calling thread. What the chains of filters would refuse isn't called.
	 * @param method the HTTP method
	 * @param target path and query
	 * @param options the options by their names
	 * @return status, headers and body of the response by name
	 * @throws Exception what couldn't be made a response of
	 */
	public Map<String, @Nullable Object> call(String method, String target,
			Map<String, ? extends @Nullable Object> options) throws Exception {
		CallRequest request = CallRequest.of(method, target, CallOptions.of(options));
		this.record.publish(AuditType.REPL_HANDLER_CALLED, Map.of("method", request.method(), "path", request.path()));
		return this.stack.call(request);
	}

}
