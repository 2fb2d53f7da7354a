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

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The request line, the addresses and the headers of a request that reaches no server.
 */
abstract class ServletCallHead extends HttpServletRequestWrapper {

	private static final String LOOPBACK = "127.0.0.1";

	private final Map<String, String> headers;

	private final CallAddress address;

	private final ServletContext context;

	private ServletTarget target;

	ServletCallHead(Map<String, String> headers, CallAddress address, ServletContext context, ServletTarget target,
			Unsupported unsupported) {
		super(unsupported.of(HttpServletRequest.class));
		this.headers = headers;
		this.address = address;
		this.context = context;
		this.target = target;
	}

	ServletTarget target() {
		return this.target;
	}

	void moveTo(ServletTarget target) {
		this.target = target;
	}

	@Override
	public String getMethod() {
		return this.target.method();
	}

	@Override
	public String getRequestURI() {
		return this.target.requestUri();
	}

	@Override
	public StringBuffer getRequestURL() {
		return new StringBuffer(this.address.origin()).append(getRequestURI());
	}

	@Override
	public String getContextPath() {
		return this.target.contextPath();
	}

	@Override
	public String getServletPath() {
		return this.target.servletPath();
	}

	@Override
	public @Nullable String getPathInfo() {
		return this.target.pathInfo();
	}

	@Override
	public @Nullable String getPathTranslated() {
		return null;
	}

	@Override
	public @Nullable String getQueryString() {
		return this.target.query();
	}

	@Override
	public HttpServletMapping getHttpServletMapping() {
		return this.target.mapping();
	}

	@Override
	public DispatcherType getDispatcherType() {
		return this.target.type();
	}

	@Override
	public ServletContext getServletContext() {
		return this.context;
	}

	@Override
	public @Nullable String getHeader(String name) {
		return this.headers.get(name.toLowerCase(Locale.ROOT));
	}

	@Override
	public Enumeration<String> getHeaders(String name) {
		String value = getHeader(name);
		return Collections.enumeration((value != null) ? List.of(value) : List.of());
	}

	@Override
	public Enumeration<String> getHeaderNames() {
		return Collections.enumeration(this.headers.keySet());
	}

	@Override
	public long getDateHeader(String name) {
		String value = getHeader(name);
		if (value == null) {
			return -1;
		}
		try {
			return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant().toEpochMilli();
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("The header " + name + " is no date: " + value);
		}
	}

	@Override
	public int getIntHeader(String name) {
		String value = getHeader(name);
		return (value != null) ? Integer.parseInt(value) : -1;
	}

	@Override
	public @Nullable String getContentType() {
		return getHeader("content-type");
	}

	@Override
	public Cookie @Nullable [] getCookies() {
		List<Cookie> cookies = CallCookies.read(getHeader("cookie"))
			.stream()
			.map((cookie) -> new Cookie(cookie.getKey(), cookie.getValue()))
			.toList();
		return cookies.isEmpty() ? null : cookies.toArray(Cookie[]::new);
	}

	@Override
	public Locale getLocale() {
		return locales().get(0);
	}

	@Override
	public Enumeration<Locale> getLocales() {
		return Collections.enumeration(locales());
	}

	private List<Locale> locales() {
		String accepted = getHeader("accept-language");
		if (accepted != null) {
			try {
				List<Locale> locales = Locale.LanguageRange.parse(accepted)
					.stream()
					.filter((range) -> !range.getRange().startsWith("*"))
					.map((range) -> Locale.forLanguageTag(range.getRange()))
					.toList();
				if (!locales.isEmpty()) {
					return locales;
				}
			}
			catch (IllegalArgumentException ex) {
				// as a server does with what it can't read
			}
		}
		return List.of(Locale.getDefault());
	}

	@Override
	public String getProtocol() {
		return "HTTP/1.1";
	}

	@Override
	public String getScheme() {
		return this.address.scheme();
	}

	@Override
	public boolean isSecure() {
		return this.address.isSecure();
	}

	@Override
	public String getServerName() {
		return this.address.host();
	}

	@Override
	public int getServerPort() {
		return this.address.port();
	}

	@Override
	public String getRemoteAddr() {
		return LOOPBACK;
	}

	@Override
	public String getRemoteHost() {
		return LOOPBACK;
	}

	@Override
	public int getRemotePort() {
		return 0;
	}

	@Override
	public String getLocalName() {
		return "localhost";
	}

	@Override
	public String getLocalAddr() {
		return LOOPBACK;
	}

	@Override
	public int getLocalPort() {
		return this.address.port();
	}

}
