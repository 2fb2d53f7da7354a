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

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * A request that reaches no server.
 */
final class ServletCallRequest extends HttpServletRequestWrapper {

	private final CallRequest call;

	private final ServletContext context;

	private final @Nullable Principal principal;

	private final Map<String, Object> attributes = new LinkedHashMap<>();

	private final Map<String, String[]> parameters = new LinkedHashMap<>();

	private final ServletInputStream in;

	private String encoding = StandardCharsets.UTF_8.name();

	ServletCallRequest(CallRequest call, ServletContext context, @Nullable Principal principal) {
		super(Unsupported.of(HttpServletRequest.class));
		this.call = call;
		this.context = context;
		this.principal = principal;
		this.in = new Body(call.body());
		call.query()
			.forEach((name, values) -> this.parameters.put(decoded(name),
					values.stream().map(ServletCallRequest::decoded).toArray(String[]::new)));
	}

	private static String decoded(@Nullable String text) {
		return (text != null) ? UriUtils.decode(text, StandardCharsets.UTF_8) : "";
	}

	@Override
	public String getMethod() {
		return this.call.method();
	}

	@Override
	public String getRequestURI() {
		return getContextPath() + this.call.uri().getRawPath();
	}

	@Override
	public StringBuffer getRequestURL() {
		return new StringBuffer("http://localhost").append(getRequestURI());
	}

	@Override
	public String getContextPath() {
		return this.context.getContextPath();
	}

	@Override
	public String getServletPath() {
		return this.call.path();
	}

	@Override
	public @Nullable String getPathInfo() {
		return null;
	}

	@Override
	public @Nullable String getQueryString() {
		return this.call.uri().getRawQuery();
	}

	@Override
	public HttpServletMapping getHttpServletMapping() {
		return new Mapping(MappingMatch.DEFAULT, "", "/", "repl");
	}

	@Override
	public ServletContext getServletContext() {
		return this.context;
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = this.parameters.get(name);
		return (values != null && values.length > 0) ? values[0] : null;
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		return this.parameters.get(name);
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return Collections.unmodifiableMap(this.parameters);
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(this.parameters.keySet());
	}

	@Override
	public @Nullable String getHeader(String name) {
		return this.call.headers().get(name.toLowerCase(Locale.ROOT));
	}

	@Override
	public Enumeration<String> getHeaders(String name) {
		String value = getHeader(name);
		return Collections.enumeration((value != null) ? List.of(value) : List.of());
	}

	@Override
	public Enumeration<String> getHeaderNames() {
		return Collections.enumeration(this.call.headers().keySet());
	}

	@Override
	public long getDateHeader(String name) {
		return -1;
	}

	@Override
	public int getIntHeader(String name) {
		String value = getHeader(name);
		return (value != null) ? Integer.parseInt(value) : -1;
	}

	@Override
	public Cookie @Nullable [] getCookies() {
		return null;
	}

	@Override
	public @Nullable Principal getUserPrincipal() {
		return this.principal;
	}

	@Override
	public @Nullable String getRemoteUser() {
		return (this.principal != null) ? this.principal.getName() : null;
	}

	@Override
	public @Nullable String getAuthType() {
		return null;
	}

	@Override
	public @Nullable HttpSession getSession(boolean create) {
		if (create) {
			throw new UnsupportedOperationException(
					"The handler wants an HTTP session, which a call from the REPL hasn't got. Send the request over HTTP.");
		}
		return null;
	}

	@Override
	public @Nullable HttpSession getSession() {
		return getSession(true);
	}

	@Override
	public @Nullable String getRequestedSessionId() {
		return null;
	}

	@Override
	public @Nullable Object getAttribute(String name) {
		return this.attributes.get(name);
	}

	@Override
	public Enumeration<String> getAttributeNames() {
		return Collections.enumeration(List.copyOf(this.attributes.keySet()));
	}

	@Override
	public void setAttribute(String name, @Nullable Object value) {
		if (value != null) {
			this.attributes.put(name, value);
		}
		else {
			this.attributes.remove(name);
		}
	}

	@Override
	public void removeAttribute(String name) {
		this.attributes.remove(name);
	}

	@Override
	public String getCharacterEncoding() {
		return this.encoding;
	}

	@Override
	public void setCharacterEncoding(String encoding) {
		this.encoding = encoding;
	}

	@Override
	public int getContentLength() {
		return this.call.body().length;
	}

	@Override
	public long getContentLengthLong() {
		return this.call.body().length;
	}

	@Override
	public @Nullable String getContentType() {
		return getHeader("content-type");
	}

	@Override
	public ServletInputStream getInputStream() {
		return this.in;
	}

	@Override
	public BufferedReader getReader() {
		return new BufferedReader(new InputStreamReader(this.in, StandardCharsets.UTF_8));
	}

	@Override
	public String getProtocol() {
		return "HTTP/1.1";
	}

	@Override
	public String getScheme() {
		return "http";
	}

	@Override
	public String getServerName() {
		return "localhost";
	}

	@Override
	public int getServerPort() {
		return 80;
	}

	@Override
	public String getRemoteAddr() {
		return "127.0.0.1";
	}

	@Override
	public String getRemoteHost() {
		return "localhost";
	}

	@Override
	public int getRemotePort() {
		return 0;
	}

	@Override
	public Locale getLocale() {
		return Locale.getDefault();
	}

	@Override
	public Enumeration<Locale> getLocales() {
		return Collections.enumeration(List.of(getLocale()));
	}

	@Override
	public boolean isSecure() {
		return false;
	}

	@Override
	public boolean isAsyncSupported() {
		return false;
	}

	@Override
	public boolean isAsyncStarted() {
		return false;
	}

	@Override
	public DispatcherType getDispatcherType() {
		return DispatcherType.REQUEST;
	}

	/**
	 * Says that the dispatcher serves everything.
	 *
	 * @param getMappingMatch how it matched
	 * @param getMatchValue what matched
	 * @param getPattern the pattern
	 * @param getServletName the servlet's name
	 */
	private record Mapping(MappingMatch getMappingMatch, String getMatchValue, String getPattern,
			String getServletName) implements HttpServletMapping {

	}

	/**
	 * A body that is all there.
	 */
	private static final class Body extends ServletInputStream {

		private final ByteArrayInputStream bytes;

		private Body(byte[] bytes) {
			this.bytes = new ByteArrayInputStream(bytes);
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public boolean isFinished() {
			return this.bytes.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new UnsupportedOperationException("A request that is made in the REPL isn't read asynchronously.");
		}

	}

}
