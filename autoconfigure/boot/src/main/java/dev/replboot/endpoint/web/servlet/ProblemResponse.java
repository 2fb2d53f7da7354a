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

package dev.replboot.endpoint.web.servlet;

import java.io.IOException;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import dev.replboot.endpoint.web.RequestRules;
import dev.replboot.endpoint.web.StatusProblems;

/**
 * Makes a problem of what the web stack behind the chain refuses with a bare status, and
 * says when to try again where that may help.
 */
final class ProblemResponse extends HttpServletResponseWrapper {

	private static final int TOO_MANY_REQUESTS = 429;

	private final boolean pieces;

	private final Runnable refused;

	private @Nullable ServletOutputStream output;

	/**
	 * Create the response.
	 * @param response the response
	 * @param pieces whether each piece of a body is sent as it is written
	 * @param refused called when the web stack refuses
	 */
	ProblemResponse(HttpServletResponse response, boolean pieces, Runnable refused) {
		super(response);
		this.pieces = pieces;
		this.refused = refused;
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		if (!this.pieces) {
			return super.getOutputStream();
		}
		if (this.output == null) {
			this.output = new PieceOutputStream(super.getOutputStream());
		}
		return this.output;
	}

	@Override
	public void setStatus(int status) {
		if (status == HttpServletResponse.SC_CONFLICT || status == TOO_MANY_REQUESTS) {
			setHeader(HttpHeaders.RETRY_AFTER, RequestRules.RETRY_AFTER);
		}
		super.setStatus(status);
	}

	@Override
	public void sendError(int status) throws IOException {
		sendError(status, null);
	}

	@Override
	public void sendError(int status, @Nullable String message) throws IOException {
		this.refused.run();
		ServletProblems.write((HttpServletResponse) getResponse(), StatusProblems.of(status, message));
	}

}
