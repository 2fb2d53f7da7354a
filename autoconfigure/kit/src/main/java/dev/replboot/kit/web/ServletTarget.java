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

import java.nio.charset.StandardCharsets;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * The handler's side of a request's address: how it came to the dispatcher, and under
 * which path.
 *
 * @param type how it came
 * @param method the HTTP method
 * @param contextPath the application's context path, or an empty string
 * @param prefix the dispatcher's path below it, or an empty string
 * @param path the path below both, encoded
 * @param query the query, encoded; {@code null} if there is none
 */
record ServletTarget(DispatcherType type, String method, String contextPath, String prefix, String path,
		@Nullable String query) {

	// another target inside of the application, as a path below its context path
	ServletTarget to(DispatcherType type, String location) {
		int mark = location.indexOf('?');
		String path = (mark >= 0) ? location.substring(0, mark) : location;
		String query = (mark >= 0) ? location.substring(mark + 1) : null;
		String inside = path.startsWith(this.prefix + "/") ? path.substring(this.prefix.length()) : path;
		// an error page answers as to a GET, since version 6.1 of the specification
		String method = (type == DispatcherType.ERROR) ? "GET" : this.method;
		return new ServletTarget(type, method, this.contextPath, this.prefix, inside,
				(query != null) ? query : ((type == DispatcherType.ERROR) ? null : this.query));
	}

	ServletTarget again() {
		return new ServletTarget(DispatcherType.ASYNC, this.method, this.contextPath, this.prefix, this.path,
				this.query);
	}

	String requestUri() {
		return this.contextPath + this.prefix + this.path;
	}

	String servletPath() {
		return this.prefix.isEmpty() ? decodedPath() : this.prefix;
	}

	@Nullable String pathInfo() {
		return this.prefix.isEmpty() ? null : decodedPath();
	}

	private String decodedPath() {
		return UriUtils.decode(this.path.replaceAll(";[^/]*", ""), StandardCharsets.UTF_8);
	}

	HttpServletMapping mapping() {
		return this.prefix.isEmpty() ? new Mapping(MappingMatch.DEFAULT, "", "/", "dispatcherServlet")
				: new Mapping(MappingMatch.PATH, decodedPath().substring(1), this.prefix + "/*", "dispatcherServlet");
	}

	/**
	 * Says which requests the dispatcher serves.
	 *
	 * @param getMappingMatch how it matched
	 * @param getMatchValue what matched
	 * @param getPattern the pattern
	 * @param getServletName the servlet's name
	 */
	private record Mapping(MappingMatch getMappingMatch, String getMatchValue, String getPattern,
			String getServletName) implements HttpServletMapping {

	}

}
