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

package dev.replboot.endpoint.web.reactive;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.replboot.endpoint.web.JsonBody;

/**
 * Reads the body of a request, and lets the web stack read it once more.
 */
final class ReactiveBody {

	private static final byte[] NONE = {};

	private ReactiveBody() {
	}

	/**
	 * Read the body.
	 * @param exchange the exchange
	 * @return the body, of at most {@link JsonBody#LONGEST} bytes, or an error of the
	 * type {@link org.springframework.core.io.buffer.DataBufferLimitException}
	 */
	static Mono<byte[]> read(ServerWebExchange exchange) {
		return DataBufferUtils.join(exchange.getRequest().getBody(), JsonBody.LONGEST)
			.map(ReactiveBody::bytes)
			.defaultIfEmpty(NONE);
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	/**
	 * A request with the body that has been read.
	 * @param exchange the exchange
	 * @param body the body
	 * @return the request
	 */
	static ServerHttpRequest again(ServerWebExchange exchange, byte[] body) {
		return new ServerHttpRequestDecorator(exchange.getRequest()) {

			@Override
			public Flux<DataBuffer> getBody() {
				return (body.length == 0) ? Flux.empty()
						: Flux.defer(() -> Flux.just(exchange.getResponse().bufferFactory().wrap(body)));
			}

		};
	}

}
