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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;

/**
 * A request that nobody made, to ask matchers whether they would match it. It knows its
 * method and path; whatever else is asked of it fails.
 */
final class ImaginedExchange {

	private ImaginedExchange() {
	}

	static ServerWebExchange post(String contextPath, String path, ApplicationContext context) {
		Map<String, Object> attributes = new ConcurrentHashMap<>();
		ImaginedRequest request = new ImaginedRequest(contextPath, path);
		InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
			case "getRequest" -> request;
			case "getAttributes" -> attributes;
			case "getApplicationContext" -> context;
			case "getLogPrefix" -> "";
			case "toString" -> contextPath + path;
			default -> {
				if (method.isDefault()) {
					yield InvocationHandler.invokeDefault(proxy, method, arguments);
				}
				throw new UnsupportedOperationException(method.getName());
			}
		};
		return (ServerWebExchange) Proxy.newProxyInstance(ImaginedExchange.class.getClassLoader(),
				new Class<?>[] { ServerWebExchange.class }, handler);
	}

	/**
	 * The request.
	 */
	private static final class ImaginedRequest extends AbstractServerHttpRequest {

		ImaginedRequest(String contextPath, String path) {
			super(HttpMethod.POST, URI.create("http://localhost" + contextPath + path), contextPath,
					HttpHeaders.readOnlyHttpHeaders(new HttpHeaders()));
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
			throw new UnsupportedOperationException("It is imagined");
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.empty();
		}

	}

}
