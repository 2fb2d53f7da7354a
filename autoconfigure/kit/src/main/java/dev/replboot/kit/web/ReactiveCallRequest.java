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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;

/**
 * A request that reaches no server.
 */
final class ReactiveCallRequest extends AbstractServerHttpRequest {

	private final byte[] body;

	private final Unsupported unsupported;

	ReactiveCallRequest(CallRequest call, CallAddress address, String contextPath, Unsupported unsupported) {
		super(HttpMethod.valueOf(call.method()), uri(call, address, contextPath), contextPath, headers(call, address));
		this.body = call.body();
		this.unsupported = unsupported;
	}

	private static URI uri(CallRequest call, CallAddress address, String contextPath) {
		return URI.create(
				address.origin() + contextPath + call.rawPath() + ((call.query() != null) ? "?" + call.query() : ""));
	}

	private static HttpHeaders headers(CallRequest call, CallAddress address) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.HOST, address.authority());
		call.headers().forEach(headers::set);
		return headers;
	}

	@Override
	protected MultiValueMap<String, HttpCookie> initCookies() {
		MultiValueMap<String, HttpCookie> cookies = new LinkedMultiValueMap<>();
		CallCookies.read(getHeaders().getFirst(HttpHeaders.COOKIE))
			.forEach((cookie) -> cookies.add(cookie.getKey(), new HttpCookie(cookie.getKey(), cookie.getValue())));
		return cookies;
	}

	@Override
	protected @Nullable SslInfo initSslInfo() {
		return null;
	}

	@Override
	public <T> T getNativeRequest() {
		throw this.unsupported.refused("its own request");
	}

	@Override
	public InetSocketAddress getRemoteAddress() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return (this.body.length > 0) ? Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(this.body))
				: Flux.empty();
	}

}
