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

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A response that is sent to nobody.
 */
final class ReactiveCallResponse extends AbstractServerHttpResponse {

	private final BoundedBody body = new BoundedBody();

	private final Unsupported unsupported;

	private volatile @Nullable String error;

	ReactiveCallResponse(Unsupported unsupported) {
		super(DefaultDataBufferFactory.sharedInstance);
		this.unsupported = unsupported;
	}

	void setError(String error) {
		this.error = error;
	}

	/**
	 * Remember why an answer that has begun doesn't end. What fails after its body fails
	 * because of that.
	 * @param failure what went wrong
	 */
	void breakOff(Throwable failure) {
		if (this.error == null) {
			this.error = failure.toString();
		}
	}

	@Nullable String error() {
		return this.error;
	}

	void describe(CallAnswer answer) {
		getHeaders().forEach(answer::header);
		List<String> cookies = getCookies().values()
			.stream()
			.flatMap(List::stream)
			.map(ResponseCookie::toString)
			.toList();
		if (!cookies.isEmpty()) {
			answer.header(HttpHeaders.SET_COOKIE, cookies);
		}
		MediaType type = getHeaders().getContentType();
		if (type != null && type.getCharset() != null) {
			this.body.setCharset(type.getCharset());
		}
	}

	BoundedBody body() {
		return this.body;
	}

	@Override
	public <T> T getNativeResponse() {
		throw this.unsupported.refused("its own response");
	}

	// an endless body has to be cancelled as soon as enough of it is there
	@Override
	protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> publisher) {
		return Flux.from(publisher).takeUntil((buffer) -> {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			DataBufferUtils.release(buffer);
			this.body.write(bytes, 0, bytes.length);
			return this.body.isCut();
		}).doOnError(this::breakOff).then();
	}

	@Override
	protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> publisher) {
		return writeWithInternal(Flux.from(publisher).concatMap((part) -> part));
	}

	@Override
	protected void applyStatusCode() {
		// is asked for afterwards
	}

	@Override
	protected void applyHeaders() {
		// are asked for afterwards
	}

	@Override
	protected void applyCookies() {
		// are asked for afterwards
	}

}
