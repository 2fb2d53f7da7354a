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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The status and the headers of a response that is sent to nobody. Once it is committed
 * they stay as they are, as they would with a server.
 */
abstract class ServletCallHeaders extends HttpServletResponseWrapper {

	private static final String CONTENT_TYPE = "Content-Type";

	private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private int status = SC_OK;

	private @Nullable String type;

	private @Nullable Charset charset;

	private Locale locale = Locale.getDefault();

	ServletCallHeaders(Unsupported unsupported) {
		super(unsupported.of(HttpServletResponse.class));
	}

	void describe(CallAnswer answer) {
		String type = getContentType();
		if (type != null) {
			answer.header(CONTENT_TYPE, List.of(type));
		}
		this.headers.forEach(answer::header);
	}

	Charset charset() {
		return (this.charset != null) ? this.charset : StandardCharsets.UTF_8;
	}

	void clearHeaders() {
		this.headers.clear();
		this.status = SC_OK;
		this.type = null;
		this.charset = null;
	}

	// whatever has been committed
	void forceStatus(int status) {
		this.status = status;
	}

	@Override
	public void setStatus(int status) {
		if (!isCommitted()) {
			this.status = status;
		}
	}

	@Override
	public int getStatus() {
		return this.status;
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		if (!isCommitted()) {
			if (!name.equalsIgnoreCase(CONTENT_TYPE)) {
				this.headers.remove(name);
			}
			addHeader(name, value);
		}
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		if (value == null || isCommitted()) {
			return;
		}
		if (name.equalsIgnoreCase(CONTENT_TYPE)) {
			setContentType(value);
		}
		else {
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
		setHeader(name, CallCookies.date(Instant.ofEpochMilli(value)));
	}

	@Override
	public void addDateHeader(String name, long value) {
		addHeader(name, CallCookies.date(Instant.ofEpochMilli(value)));
	}

	@Override
	public boolean containsHeader(String name) {
		return getHeader(name) != null;
	}

	@Override
	public @Nullable String getHeader(String name) {
		Collection<String> values = getHeaders(name);
		return values.isEmpty() ? null : values.iterator().next();
	}

	@Override
	public Collection<String> getHeaders(String name) {
		if (name.equalsIgnoreCase(CONTENT_TYPE)) {
			String type = getContentType();
			return (type != null) ? List.of(type) : List.of();
		}
		return List.copyOf(this.headers.getOrDefault(name, List.of()));
	}

	@Override
	public Collection<String> getHeaderNames() {
		List<String> names = new ArrayList<>(this.headers.keySet());
		if (this.type != null) {
			names.add(CONTENT_TYPE);
		}
		return names;
	}

	@Override
	public void addCookie(Cookie cookie) {
		addHeader("Set-Cookie", CallCookies.write(cookie));
	}

	@Override
	public @Nullable String getContentType() {
		return (this.type != null && this.charset != null) ? this.type + ";charset=" + this.charset.name() : this.type;
	}

	@Override
	public void setContentType(@Nullable String type) {
		if (isCommitted()) {
			return;
		}
		this.type = type;
		if (type == null) {
			this.charset = null;
			return;
		}
		try {
			Charset charset = MediaType.parseMediaType(type).getCharset();
			if (charset != null) {
				this.charset = charset;
				this.type = type.replaceAll("(?i)\\s*;\\s*charset=[^;]*", "");
			}
		}
		catch (InvalidMediaTypeException ex) {
			// is shown as it was set
		}
	}

	@Override
	public String getCharacterEncoding() {
		return (this.charset != null) ? this.charset.name() : StandardCharsets.ISO_8859_1.name();
	}

	@Override
	public void setCharacterEncoding(@Nullable String encoding) {
		if (!isCommitted()) {
			this.charset = (encoding != null) ? Charset.forName(encoding) : null;
		}
	}

	@Override
	public void setCharacterEncoding(@Nullable Charset encoding) {
		if (!isCommitted()) {
			this.charset = encoding;
		}
	}

	@Override
	public void setContentLength(int length) {
		setContentLengthLong(length);
	}

	@Override
	public void setContentLengthLong(long length) {
		if (length >= 0) {
			setHeader("Content-Length", String.valueOf(length));
		}
		else if (!isCommitted()) {
			this.headers.remove("Content-Length");
		}
	}

	@Override
	public Locale getLocale() {
		return this.locale;
	}

	@Override
	public void setLocale(Locale locale) {
		this.locale = locale;
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

}
