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

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.WebEndpointHttpMethod;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperationRequestPredicate;

/**
 * The methods that the endpoint allows at a path, for the header {@code Allow}: those of
 * its operations there, as far as {@code management.endpoint.repl.access} permits them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6">RFC 9110, 405
 * Method Not Allowed</a>
 */
public final class AllowedMethods {

	private static final EndpointId REPL = EndpointId.of("repl");

	private final ListableBeanFactory beans;

	/**
	 * Create it.
	 * @param beans the application's beans, asked for the endpoint when a request comes
	 */
	public AllowedMethods(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * The methods at a path.
	 * @param path the path of the request, with what comes before the endpoint's
	 * @return the value of the header, empty if there is nothing at this path
	 */
	public String at(String path) {
		List<WebOperationRequestPredicate> operations = this.beans.getBeanProvider(WebEndpointsSupplier.class)
			.orderedStream()
			.flatMap((supplier) -> supplier.getEndpoints().stream())
			.filter((endpoint) -> endpoint.getEndpointId().equals(REPL))
			.flatMap((endpoint) -> endpoint.getOperations().stream())
			.map((operation) -> operation.getRequestPredicate())
			.filter((predicate) -> ends(segments(path), segments(predicate.getPath())))
			.toList();
		// Those of a path end as well with what is a variable of a longer one.
		int longest = operations.stream().mapToInt((each) -> segments(each.getPath()).size()).max().orElse(0);
		Set<WebEndpointHttpMethod> methods = EnumSet.noneOf(WebEndpointHttpMethod.class);
		operations.stream()
			.filter((each) -> segments(each.getPath()).size() == longest)
			.forEach((each) -> methods.add(each.getHttpMethod()));
		return methods.stream()
			.map((method) -> (method != WebEndpointHttpMethod.GET) ? method.name() : "GET, HEAD")
			.collect(Collectors.joining(", "));
	}

	private static boolean ends(List<String> path, List<String> pattern) {
		int before = path.size() - pattern.size();
		if (before < 0) {
			return false;
		}
		for (int i = 0; i < pattern.size(); i++) {
			boolean variable = pattern.get(i).startsWith("{");
			if (!variable && !pattern.get(i).equals(path.get(before + i))) {
				return false;
			}
		}
		return true;
	}

	private static List<String> segments(String path) {
		return Arrays.stream(path.split("/")).filter((segment) -> !segment.isEmpty()).toList();
	}

}
