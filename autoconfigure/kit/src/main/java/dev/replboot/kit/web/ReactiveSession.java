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

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionManager;
import reactor.core.publisher.Mono;

/**
 * The session of one call. It is in no store of the application's.
 */
final class ReactiveSession implements WebSessionManager {

	private final WebSession session;

	ReactiveSession(Map<String, Object> attributes) {
		this.session = Objects.requireNonNull(new InMemoryWebSessionStore().createWebSession().block());
		this.session.getAttributes().putAll(attributes);
	}

	@Override
	public Mono<WebSession> getSession(ServerWebExchange exchange) {
		return Mono.just(this.session);
	}

	@Nullable Map<String, Object> attributes() {
		return this.session.isExpired() ? null : this.session.getAttributes();
	}

}
