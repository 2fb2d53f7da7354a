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

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationStoppedError;

/**
 * One call through Spring MVC: what a server does around a dispatcher, on the calling
 * thread. Asynchronous answers are waited for, errors get the application's error page.
 */
final class ServletCall {

	private static final String REFUSED = "refused by the application's security filter chain";

	private final CallRequest call;

	private final ServletParts parts;

	private final ServletCallState state;

	private final ServletCallResponse response;

	private final ServletCallRequest request;

	private @Nullable Integer refused;

	private boolean errorShown;

	private boolean gaveUp;

	ServletCall(CallRequest call, CallAddress address, ServletParts parts) {
		this.call = call;
		this.parts = parts;
		ServletTarget target = new ServletTarget(DispatcherType.REQUEST, call.method(),
				parts.context().getContextPath(), parts.prefix(), call.rawPath(), call.query());
		this.state = new ServletCallState(parts.context(), address.origin() + target.requestUri(), call,
				OpenTransaction.isActive(), this::decide);
		this.response = this.state.response();
		this.request = new ServletCallRequest(call, address, parts.context(), target,
				(parts.chains() != null) ? parts.chains().identity() : CallIdentity.NONE, this.state);
	}

	HttpServletRequest request() {
		return this.request;
	}

	Map<String, @Nullable Object> run() throws Exception {
		this.response.onFull(() -> {
			CallAsync async = this.state.async();
			if (async != null) {
				async.wakeUp();
			}
		});
		CallAsync last = null;
		try {
			handle(this.request, this.response);
			long deadline = System.nanoTime() + this.call.timeout().toNanos();
			for (CallAsync async = this.state.async(); async != null; async = this.state.async()) {
				last = async;
				await(async, deadline);
			}
		}
		finally {
			if (last != null) {
				last.completed();
			}
		}
		return answer();
	}

	private void await(CallAsync async, long deadline) throws Exception {
		CallAsync.State end;
		try {
			end = async.await(deadline, this.response.body());
		}
		catch (InterruptedException ex) {
			giveUp(async);
			throw ex;
		}
		if (end == CallAsync.State.GIVEN_UP) {
			giveUp(async);
			return;
		}
		if (end == CallAsync.State.TIMED_OUT) {
			async.timedOut();
			if (async.state() == CallAsync.State.STARTED) {
				this.state.endAsync();
				failed(new IllegalStateException("The asynchronous answer timed out"));
				return;
			}
		}
		resume(async);
	}

	// as when a client goes away: the handler hears of it, and can clean up
	private void giveUp(CallAsync async) {
		this.gaveUp = true;
		this.response.close();
		async.failed(new EOFException("The call reads no more of the answer"));
		try {
			resume(async);
		}
		finally {
			this.state.endAsync();
		}
	}

	private void resume(CallAsync async) {
		this.state.endAsync();
		if (async.state() == CallAsync.State.DISPATCHED) {
			String path = async.path();
			ServletTarget before = this.request.target();
			this.request.moveTo((path != null) ? before.to(DispatcherType.ASYNC, path) : before.again());
			handle(async.getRequest(), async.getResponse());
		}
	}

	private void handle(ServletRequest request, ServletResponse response) {
		try {
			this.parts.shaping().run(request, response, this::decide);
		}
		catch (ServletException | IOException | RuntimeException | Error ex) {
			rethrowStop(ex);
			this.state.endAsync();
			failed(ex);
			return;
		}
		if (this.state.async() == null && this.response.takeError()) {
			showError(null);
		}
	}

	private void decide(ServletRequest request, ServletResponse response) throws ServletException, IOException {
		ServletChains chains = this.parts.chains();
		HttpServletRequest http = (HttpServletRequest) request;
		Integer refusal = (chains != null) ? chains.refusal(http) : null;
		if (refusal != null) {
			if (this.request.getDispatcherType() != DispatcherType.ERROR) {
				this.refused = refusal;
			}
			((HttpServletResponse) response).setStatus(refusal);
			return;
		}
		if (chains != null) {
			chains.carryInto(http);
		}
		this.parts.dispatcher().service(request, response);
	}

	// the evaluation is being stopped, which is no answer of the application's
	private static void rethrowStop(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof EvaluationStoppedError
					|| (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError))) {
				throw (Error) cause;
			}
		}
	}

	private void failed(Throwable thrown) {
		Throwable cause = thrown;
		while (cause instanceof ServletException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (this.response.isClosed()) {
			return;
		}
		this.response.setError(cause.toString());
		if (this.response.isSent()) {
			this.response.setBroken();
			return;
		}
		ServletChains chains = this.parts.chains();
		int status = (chains != null) ? chains.status(cause) : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
		this.response.beginErrorPage(status);
		if (status == HttpServletResponse.SC_UNAUTHORIZED) {
			// an entry point would answer now, which may save the request
			return;
		}
		showError((status == HttpServletResponse.SC_FORBIDDEN) ? null : cause);
	}

	private void showError(@Nullable Throwable cause) {
		int status = this.response.getStatus();
		String page = this.parts.pages().find(cause, status);
		if (page == null || this.errorShown) {
			return;
		}
		this.errorShown = true;
		ServletTarget before = this.request.target();
		this.request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, status);
		String error = this.response.error();
		this.request.setAttribute(RequestDispatcher.ERROR_MESSAGE, messageOf(cause, (error != null) ? error : ""));
		this.request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, before.requestUri());
		this.request.setAttribute(RequestDispatcher.ERROR_QUERY_STRING, before.query());
		this.request.setAttribute(RequestDispatcher.ERROR_METHOD, before.method());
		this.request.setAttribute(RequestDispatcher.ERROR_SERVLET_NAME, "dispatcherServlet");
		this.request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, cause);
		this.request.setAttribute(RequestDispatcher.ERROR_EXCEPTION_TYPE, (cause != null) ? cause.getClass() : null);
		this.request.moveTo(before.to(DispatcherType.ERROR, page));
		this.response.beginErrorPage(status);
		handle(this.request, this.response);
	}

	private static String messageOf(@Nullable Throwable cause, String error) {
		String message = (cause != null) ? cause.getMessage() : null;
		return (message != null) ? message : ((cause != null) ? "" : error);
	}

	private Map<String, @Nullable Object> answer() throws IOException {
		if (this.refused != null) {
			return new CallAnswer(this.refused).error(REFUSED).map();
		}
		UnsupportedOperationException unsupported = this.state.unsupported().first();
		if (unsupported != null && this.response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST) {
			throw unsupported;
		}
		if (this.gaveUp && !this.response.isSent()) {
			throw new IllegalStateException(this.call.unanswered());
		}
		this.response.finish();
		CallAnswer answer = new CallAnswer(this.response.getStatus()).error(this.response.error());
		this.response.describe(answer);
		return answer.body(this.call.method(), this.response.body())
			.cut(this.gaveUp || this.response.isLate() || this.response.isBroken() || this.response.body().isCut())
			.session(this.state.sessionAttributes())
			.map();
	}

}
