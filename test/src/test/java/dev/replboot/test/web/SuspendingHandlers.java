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

package dev.replboot.test.web;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import kotlin.coroutines.Continuation;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import kotlinx.coroutines.Deferred;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.http.ResponseEntity;

/**
 * Handlers whose method is a suspending function that Kotlin's compiler has made, without
 * that compiler in the build: {@code await} of something that is made for each request
 * and answers later.
 */
@Configuration(proxyBeanMethods = false)
class SuspendingHandlers {

	static final Method AWAIT = await();

	private static Method await() {
		try {
			return Deferred.class.getMethod("await", Continuation.class);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	CompletableDeferred<ResponseEntity<String>> suspended() {
		CompletableDeferred<ResponseEntity<String>> later = CompletableDeferredKt.CompletableDeferred(null);
		CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS)
			.execute(() -> later.complete(ResponseEntity.status(201).header("x-late", "yes").body("resumed")));
		return later;
	}

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	CompletableDeferred<ResponseEntity<String>> suspendedFailure() {
		CompletableDeferred<ResponseEntity<String>> later = CompletableDeferredKt.CompletableDeferred(null);
		CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS)
			.execute(() -> later.completeExceptionally(new IllegalStateException("resumed with a failure")));
		return later;
	}

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	CompletableDeferred<ResponseEntity<String>> neverResumed() {
		return CompletableDeferredKt.CompletableDeferred(null);
	}

}
