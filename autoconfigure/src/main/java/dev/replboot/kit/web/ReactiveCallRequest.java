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

import java.net.InetSocketAddress;

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

	ReactiveCallRequest(CallRequest call) {
		super(HttpMethod.valueOf(call.method()), call.uri(), "", headers(call));
		this.body = call.body();
	}

	private static HttpHeaders headers(CallRequest call) {
		HttpHeaders headers = new HttpHeaders();
		call.headers().forEach(headers::add);
		return headers;
	}

	@Override
	protected MultiValueMap<String, HttpCookie> initCookies() {
		return new LinkedMultiValueMap<>();
	}

	@Override
	protected @Nullable SslInfo initSslInfo() {
		return null;
	}

	@Override
	public <T> T getNativeRequest() {
		throw new UnsupportedOperationException(
				"A request that is made in the REPL reaches no server. Send this one over HTTP.");
	}

	@Override
	public InetSocketAddress getRemoteAddress() {
		return InetSocketAddress.createUnresolved("localhost", 0);
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return (this.body.length > 0) ? Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(this.body))
				: Flux.empty();
	}

}
