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
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * A request that reaches no server: what handlers read and leave in it.
 */
final class ServletCallRequest extends ServletCallHead {

	private final CallRequest call;

	private final CallIdentity identity;

	private final ServletCallState state;

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	private final CallBody body;

	private String encoding;

	private @Nullable Map<String, String[]> parameters;

	ServletCallRequest(CallRequest call, CallAddress address, ServletContext context, ServletTarget target,
			CallIdentity identity, ServletCallState state) {
		super(call.headers(), address, context, target, state.unsupported());
		this.call = call;
		this.identity = identity;
		this.state = state;
		this.body = new CallBody(call.body(), state.unsupported());
		this.encoding = call.charset().name();
	}

	// a forward's query adds parameters to those of the request
	@Override
	void moveTo(ServletTarget target) {
		String before = getQueryString();
		String after = target.query();
		if (after != null && !after.equals(before)) {
			this.parameters = FormParameters.of(parameters())
				.addAhead(new FormParameters().add(after, StandardCharsets.UTF_8))
				.map();
		}
		super.moveTo(target);
	}

	private Map<String, String[]> parameters() {
		Map<String, String[]> parameters = this.parameters;
		if (parameters == null) {
			FormParameters all = new FormParameters().add(this.call.query(), StandardCharsets.UTF_8);
			// servers read the body of no other method; filters of Spring's do
			if (this.call.hasForm() && this.call.method().equals("POST") && !this.body.isStarted()) {
				Charset charset = Charset.forName(this.encoding);
				all.add(new String(this.body.readAllRemaining(), charset), charset);
			}
			parameters = all.map();
			this.parameters = parameters;
		}
		return parameters;
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = parameters().get(name);
		return (values != null && values.length > 0) ? values[0] : null;
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		String[] values = parameters().get(name);
		return (values != null) ? values.clone() : null;
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return Collections.unmodifiableMap(parameters());
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(parameters().keySet());
	}

	@Override
	public String getCharacterEncoding() {
		return this.encoding;
	}

	@Override
	public void setCharacterEncoding(String encoding) {
		this.encoding = Charset.forName(encoding).name();
	}

	@Override
	public void setCharacterEncoding(Charset encoding) {
		this.encoding = encoding.name();
	}

	@Override
	public int getContentLength() {
		return (this.call.body().length > 0) ? this.call.body().length : -1;
	}

	@Override
	public long getContentLengthLong() {
		return getContentLength();
	}

	@Override
	public ServletInputStream getInputStream() {
		return this.body;
	}

	@Override
	public BufferedReader getReader() {
		return new BufferedReader(new InputStreamReader(this.body, Charset.forName(this.encoding)));
	}

	@Override
	public @Nullable Principal getUserPrincipal() {
		return this.identity.principal();
	}

	@Override
	public @Nullable String getRemoteUser() {
		Principal principal = getUserPrincipal();
		return (principal != null) ? principal.getName() : null;
	}

	@Override
	public boolean isUserInRole(String role) {
		return this.identity.isInRole(role);
	}

	@Override
	public @Nullable String getAuthType() {
		return null;
	}

	@Override
	public @Nullable HttpSession getSession(boolean create) {
		return this.state.session(create);
	}

	@Override
	public @Nullable HttpSession getSession() {
		return getSession(true);
	}

	@Override
	public String changeSessionId() {
		CallSession session = this.state.session(false);
		if (session == null) {
			throw new IllegalStateException("The request has no session");
		}
		session.changeId();
		return session.getId();
	}

	@Override
	public @Nullable String getRequestedSessionId() {
		return null;
	}

	@Override
	public boolean isRequestedSessionIdValid() {
		return false;
	}

	@Override
	public boolean isRequestedSessionIdFromCookie() {
		return false;
	}

	@Override
	public boolean isRequestedSessionIdFromURL() {
		return false;
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
	public RequestDispatcher getRequestDispatcher(String path) {
		return this.state.forward(this, path);
	}

	@Override
	public boolean isAsyncSupported() {
		return true;
	}

	@Override
	public boolean isAsyncStarted() {
		return this.state.async() != null;
	}

	@Override
	public AsyncContext startAsync() {
		return startAsync(this, this.state.response());
	}

	@Override
	public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
		return this.state.startAsync(this.call, request, response);
	}

	@Override
	public AsyncContext getAsyncContext() {
		CallAsync async = this.state.async();
		if (async == null) {
			throw new IllegalStateException("The request isn't in asynchronous mode");
		}
		return async;
	}

	@Override
	public String getRequestId() {
		return "call";
	}

	@Override
	public String getProtocolRequestId() {
		return "";
	}

}
