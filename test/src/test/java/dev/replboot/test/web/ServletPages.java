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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An application of Spring MVC with a handler of every kind.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ServletRules.class, SuspendingHandlers.class, ServletRequestPages.class })
@Controller
@ResponseBody
public class ServletPages {

	volatile @Nullable Throwable told;

	@RequestMapping("/guarded/page")
	String guarded() {
		return "guarded";
	}

	@GetMapping("/callable")
	Callable<String> callable() {
		return () -> "called";
	}

	@GetMapping("/deferred")
	DeferredResult<Map<String, Integer>> deferred() {
		DeferredResult<Map<String, Integer>> result = new DeferredResult<>();
		CompletableFuture.runAsync(() -> result.setResult(Map.of("a", 1)));
		return result;
	}

	@GetMapping("/deferred-failure")
	DeferredResult<String> deferredFailure() {
		DeferredResult<String> result = new DeferredResult<>();
		CompletableFuture.runAsync(() -> result.setErrorResult(new IllegalStateException("told later")));
		return result;
	}

	@GetMapping("/deferred-timeout")
	DeferredResult<String> deferredTimeout() {
		return new DeferredResult<>(100L);
	}

	@GetMapping("/never")
	DeferredResult<String> never() {
		DeferredResult<String> result = new DeferredResult<>(0L);
		result.onError((failure) -> this.told = failure);
		return result;
	}

	@GetMapping("/future")
	CompletableFuture<ResponseEntity<String>> future() {
		return CompletableFuture.supplyAsync(() -> ResponseEntity.status(HttpStatus.CREATED).body("made"));
	}

	@GetMapping("/future-failure")
	CompletableFuture<String> futureFailure() {
		return CompletableFuture.failedFuture(new Known("in the future"));
	}

	// what a suspending function of Kotlin becomes
	@GetMapping("/mono")
	Mono<String> mono() {
		return Mono.delay(Duration.ofMillis(5)).thenReturn("mono");
	}

	@GetMapping("/flux")
	Flux<String> flux() {
		return Flux.just("a", "b").delayElements(Duration.ofMillis(5));
	}

	@GetMapping("/stream")
	StreamingResponseBody stream() {
		return (out) -> out.write("streamed".getBytes(StandardCharsets.UTF_8));
	}

	@GetMapping("/endless")
	StreamingResponseBody endless() {
		return (out) -> {
			while (true) {
				out.write("x".repeat(4096).getBytes(StandardCharsets.UTF_8));
			}
		};
	}

	@GetMapping("/slow-writer")
	void slowWriter(HttpServletResponse response) throws IOException {
		response.flushBuffer();
		while (true) {
			response.getWriter().print("x");
			response.getWriter().flush();
		}
	}

	@GetMapping("/endless-writer")
	void endlessWriter(HttpServletResponse response) throws IOException {
		while (true) {
			response.getWriter().println("x".repeat(4096));
		}
	}

	@GetMapping("/events")
	SseEmitter events() throws IOException {
		SseEmitter emitter = new SseEmitter();
		emitter.send("one");
		CompletableFuture.runAsync(() -> {
			try {
				emitter.send(SseEmitter.event().name("second").data(Map.of("b", 2)));
				emitter.complete();
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		});
		return emitter;
	}

	@GetMapping("/endless-events")
	SseEmitter endlessEvents() throws IOException {
		SseEmitter emitter = new SseEmitter(0L);
		emitter.onError((failure) -> this.told = failure);
		emitter.send("first");
		return emitter;
	}

	@GetMapping("/known")
	String known() {
		throw new Known("handled");
	}

	@GetMapping("/unknown")
	String unknown() {
		throw new IllegalArgumentException("nobody handles it");
	}

	@GetMapping("/assertion")
	String assertion() {
		throw new AssertionError("an error");
	}

	@GetMapping("/with-status")
	String withStatus() {
		throw new WithStatus();
	}

	@GetMapping("/gone")
	String gone() {
		throw new ResponseStatusException(HttpStatus.GONE, "it is gone");
	}

	@GetMapping("/teapot")
	void teapot(HttpServletResponse response) throws IOException {
		response.setHeader("X-Pot", "short");
		response.getWriter().print("thrown away");
		response.sendError(418, "short and stout");
	}

	@GetMapping("/denied")
	String denied() {
		throw new AccessDeniedException("by the method");
	}

	@GetMapping("/recursive")
	String recursive() {
		return recursive();
	}

	@GetMapping("/broken")
	void broken(HttpServletResponse response) throws IOException {
		response.getWriter().print("beginning");
		response.flushBuffer();
		throw new IllegalStateException("in the middle");
	}

	@ExceptionHandler
	ResponseEntity<String> handle(Known known) {
		return ResponseEntity.status(HttpStatus.CONFLICT).body("handled: " + known.getMessage());
	}

	/**
	 * An exception that has a handler.
	 */
	static class Known extends RuntimeException {

		Known(String message) {
			super(message);
		}

	}

	/**
	 * An exception that has a status.
	 */
	@ResponseStatus(HttpStatus.BAD_GATEWAY)
	static class WithStatus extends RuntimeException {

	}

}
