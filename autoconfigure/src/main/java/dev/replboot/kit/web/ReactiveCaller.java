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

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Mono;

/**
 * Who the calling thread acts for, as reactive handlers want to know it.
 */
final class ReactiveCaller {

	private ReactiveCaller() {
	}

	static @Nullable Principal principal() {
		return authentication();
	}

	private static @Nullable Authentication authentication() {
		return SecurityContextHolder.getContextHolderStrategy().getContext().getAuthentication();
	}

	static Mono<Void> as(Mono<Void> handling) {
		Authentication authentication = authentication();
		return (authentication != null)
				? handling.contextWrite(ReactiveSecurityContextHolder.withAuthentication(authentication)) : handling;
	}

}
