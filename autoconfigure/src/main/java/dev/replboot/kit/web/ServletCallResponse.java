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

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A response that is sent to nobody.
 */
final class ServletCallResponse extends HttpServletResponseWrapper {

	private static final int OK = 200;

	private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final BoundedBody body = new BoundedBody();

	private final PrintWriter writer = new PrintWriter(new OutputStreamWriter(this.body, StandardCharsets.UTF_8));

	private int status = OK;

	private @Nullable String error;

	private boolean committed;

	ServletCallResponse() {
		super(Unsupported.of(HttpServletResponse.class));
	}

	Map<String, @Nullable Object> describe() {
		this.writer.flush();
		Map<String, @Nullable Object> answer = new LinkedHashMap<>();
		answer.put("status", this.status);
		if (this.error != null) {
			answer.put("error", this.error);
		}
		Map<String, @Nullable Object> all = new LinkedHashMap<>();
		this.headers.forEach((name, values) -> all.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
		answer.put("headers", all);
		answer.put("body", this.body.text());
		if (this.body.isCut()) {
			answer.put("cut", true);
		}
		return answer;
	}

	void failed(int status, String message) {
		this.status = status;
		this.error = message;
	}

	@Override
	public void setStatus(int status) {
		this.status = status;
	}

	@Override
	public int getStatus() {
		return this.status;
	}

	@Override
	public void sendError(int status) {
		sendError(status, "");
	}

	@Override
	public void sendError(int status, @Nullable String message) {
		failed(status, (message != null) ? message : "");
		this.committed = true;
	}

	@Override
	public void sendRedirect(String location) {
		setStatus(SC_FOUND);
		setHeader("Location", location);
		this.committed = true;
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		this.headers.remove(name);
		addHeader(name, value);
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		if (value != null) {
			this.headers.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
		}
	}

	@Override
	public void setIntHeader(String name, int value) {
		setHeader(name, String.valueOf(value));
	}

	@Override
	public void addIntHeader(String name, int value) {
		addHeader(name, String.valueOf(value));
	}

	@Override
	public void setDateHeader(String name, long value) {
		setHeader(name, String.valueOf(value));
	}

	@Override
	public void addDateHeader(String name, long value) {
		addHeader(name, String.valueOf(value));
	}

	@Override
	public boolean containsHeader(String name) {
		return this.headers.containsKey(name);
	}

	@Override
	public @Nullable String getHeader(String name) {
		List<String> values = this.headers.get(name);
		return (values != null) ? values.get(0) : null;
	}

	@Override
	public Collection<String> getHeaders(String name) {
		return this.headers.getOrDefault(name, List.of());
	}

	@Override
	public Collection<String> getHeaderNames() {
		return this.headers.keySet();
	}

	@Override
	public void addCookie(Cookie cookie) {
		addHeader("Set-Cookie", cookie.getName() + "=" + cookie.getValue());
	}

	@Override
	public @Nullable String getContentType() {
		return getHeader("Content-Type");
	}

	@Override
	public void setContentType(@Nullable String type) {
		setHeader("Content-Type", type);
	}

	@Override
	public String getCharacterEncoding() {
		return StandardCharsets.UTF_8.name();
	}

	@Override
	public void setCharacterEncoding(String encoding) {
		// bodies are shown as UTF-8
	}

	@Override
	public void setContentLength(int length) {
		setIntHeader("Content-Length", length);
	}

	@Override
	public void setContentLengthLong(long length) {
		setHeader("Content-Length", String.valueOf(length));
	}

	@Override
	public ServletOutputStream getOutputStream() {
		return new Out();
	}

	@Override
	public PrintWriter getWriter() {
		return this.writer;
	}

	@Override
	public void setBufferSize(int size) {
		// all of it is kept
	}

	@Override
	public int getBufferSize() {
		return Integer.MAX_VALUE;
	}

	@Override
	public void flushBuffer() {
		this.committed = true;
	}

	@Override
	public void resetBuffer() {
		this.body.clear();
	}

	@Override
	public boolean isCommitted() {
		return this.committed;
	}

	@Override
	public void reset() {
		this.body.clear();
		this.headers.clear();
		this.status = OK;
	}

	@Override
	public Locale getLocale() {
		return Locale.getDefault();
	}

	@Override
	public void setLocale(Locale locale) {
		setHeader("Content-Language", locale.toLanguageTag());
	}

	@Override
	public String encodeURL(String url) {
		return url;
	}

	@Override
	public String encodeRedirectURL(String url) {
		return url;
	}

	/**
	 * Writes to the body.
	 */
	private final class Out extends ServletOutputStream {

		@Override
		public void write(int next) {
			ServletCallResponse.this.body.write(next);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			ServletCallResponse.this.body.write(bytes, offset, length);
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			throw new UnsupportedOperationException("A response in the REPL isn't written asynchronously.");
		}

	}

}
