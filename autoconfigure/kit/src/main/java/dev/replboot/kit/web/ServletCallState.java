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

import java.io.IOException;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a call has in the place of a server: its session, its asynchronous mode and its
 * response.
 */
final class ServletCallState {

	private final Unsupported unsupported = new Unsupported();

	private final ServletContext context;

	private final ServletCallResponse response;

	private final boolean inTransaction;

	private final Dispatch dispatch;

	private volatile @Nullable CallSession session;

	private volatile @Nullable CallAsync async;

	ServletCallState(ServletContext context, String url, CallRequest call, boolean inTransaction, Dispatch dispatch) {
		this.context = context;
		this.response = new ServletCallResponse(url, call.timeout(), this.unsupported);
		this.inTransaction = inTransaction;
		this.dispatch = dispatch;
		this.session = call.session().isEmpty() ? null : new CallSession(context, call.session());
	}

	Unsupported unsupported() {
		return this.unsupported;
	}

	ServletCallResponse response() {
		return this.response;
	}

	synchronized @Nullable CallSession session(boolean create) {
		CallSession session = this.session;
		if (session != null && session.isInvalid()) {
			session = null;
		}
		if (session == null && create) {
			session = new CallSession(this.context, Map.of());
		}
		this.session = session;
		return session;
	}

	@Nullable Map<String, Object> sessionAttributes() {
		CallSession session = session(false);
		return (session != null) ? session.attributes() : null;
	}

	@Nullable CallAsync async() {
		return this.async;
	}

	void endAsync() {
		this.async = null;
	}

	CallAsync startAsync(CallRequest call, ServletRequest request, ServletResponse response) {
		if (this.async != null) {
			throw new IllegalStateException("The request is in asynchronous mode already");
		}
		if (this.inTransaction) {
			throw this.unsupported.refused("another thread to answer " + call.name()
					+ " on, whose writes the transaction around the call would not contain. Call it outside of the"
					+ " transaction, or see a server");
		}
		CallAsync async = new CallAsync(request, response);
		this.async = async;
		return async;
	}

	RequestDispatcher forward(ServletCallRequest request, String path) {
		return new Forward(request, path);
	}

	/**
	 * Handles a request where it was forwarded to.
	 */
	interface Dispatch {

		void handle(ServletRequest request, ServletResponse response) throws ServletException, IOException;

	}

	/**
	 * Forwards a request to another handler, as {@code forward:} does.
	 */
	private final class Forward implements RequestDispatcher {

		private final ServletCallRequest request;

		private final String path;

		private Forward(ServletCallRequest request, String path) {
			this.request = request;
			this.path = path;
		}

		@Override
		public void forward(ServletRequest request, ServletResponse response) throws ServletException, IOException {
			if (this.path.startsWith("/WEB-INF") || this.path.matches(".*\\.jspx?(\\?.*)?")) {
				throw ServletCallState.this.unsupported.refused("the page " + this.path);
			}
			response.resetBuffer();
			ServletTarget before = this.request.target();
			if (this.request.getAttribute(FORWARD_REQUEST_URI) == null) {
				this.request.setAttribute(FORWARD_REQUEST_URI, before.requestUri());
				this.request.setAttribute(FORWARD_CONTEXT_PATH, before.contextPath());
				this.request.setAttribute(FORWARD_SERVLET_PATH, before.servletPath());
				this.request.setAttribute(FORWARD_PATH_INFO, before.pathInfo());
				this.request.setAttribute(FORWARD_QUERY_STRING, before.query());
			}
			this.request.moveTo(before.to(DispatcherType.FORWARD, absolute(before)));
			try {
				ServletCallState.this.dispatch.handle(request, response);
			}
			finally {
				this.request.moveTo(before);
			}
		}

		private String absolute(ServletTarget before) {
			return this.path.startsWith("/") ? this.path
					: before.path().substring(0, before.path().lastIndexOf('/') + 1) + this.path;
		}

		@Override
		public void include(ServletRequest request, ServletResponse response) {
			throw ServletCallState.this.unsupported.refused("including " + this.path);
		}

	}

}
