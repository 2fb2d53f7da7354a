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
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.RedirectView;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An application of Spring MVC with a handler of every kind.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ServletRules.class, SuspendingHandlers.class })
@Controller
@ResponseBody
public class ServletPages {

	volatile @Nullable Throwable told;

	@RequestMapping("/guarded/page")
	String guarded() {
		return "guarded";
	}

	@PostMapping("/payment")
	String payment(@RequestParam(defaultValue = "CARD") String method) {
		return "saved " + method;
	}

	@PostMapping("/model")
	Map<String, Object> model(@ModelAttribute Order order) {
		return new TreeMap<>(Map.of("name", order.getName(), "amount", order.getAmount()));
	}

	@PutMapping("/payment")
	String put(@RequestParam String method) {
		return "put " + method;
	}

	@PatchMapping("/payment")
	String patch(@RequestParam String method, HttpServletRequest request) {
		return "patched " + method + " of " + request.getParameterMap().size();
	}

	@RequestMapping("/parameters")
	Map<String, String[]> parameters(HttpServletRequest request) {
		return request.getParameterMap();
	}

	@PostMapping("/text")
	String text(@RequestBody String body) {
		return body;
	}

	@PostMapping("/json")
	Map<String, Object> json(@RequestBody Map<String, Object> body) {
		return new TreeMap<>(body);
	}

	@GetMapping("/callable")
	Callable<String> callable() {
		return () -> "called";
	}

	@GetMapping("/who")
	Callable<String> who(HttpServletRequest request) {
		return () -> String.valueOf(request.getRemoteUser());
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

	@PostMapping("/flash")
	RedirectView flash(RedirectAttributes attributes) {
		attributes.addFlashAttribute("message", "saved");
		attributes.addAttribute("id", 7);
		return new RedirectView("/flashed", true);
	}

	@GetMapping("/flashed")
	String flashed(@ModelAttribute("message") String message) {
		return "message: " + message;
	}

	@GetMapping("/count")
	String count(HttpSession session) {
		Integer count = (Integer) session.getAttribute("count");
		session.setAttribute("count", (count != null) ? count + 1 : 1);
		return "count " + session.getAttribute("count");
	}

	@GetMapping("/logout")
	String logout(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			session.invalidate();
		}
		return String.valueOf(request.getSession(false));
	}

	@GetMapping("/cookies")
	String cookies(@CookieValue(defaultValue = "none") String taste, HttpServletResponse response) {
		Cookie cookie = new Cookie("seen", "yes");
		cookie.setPath("/");
		cookie.setHttpOnly(true);
		cookie.setMaxAge(0);
		cookie.setAttribute("SameSite", "Lax");
		response.addCookie(cookie);
		response.addCookie(new Cookie("plain", "1"));
		return taste;
	}

	@GetMapping("/redirect")
	RedirectView redirect() {
		return new RedirectView("/elsewhere?a=b", true);
	}

	@GetMapping("/sent-away")
	void sentAway(HttpServletResponse response) throws IOException {
		response.sendRedirect("beside");
	}

	@GetMapping("/created")
	ResponseEntity<Void> created(HttpServletRequest request) {
		return ResponseEntity.status(HttpStatus.CREATED).header("Location", request.getRequestURL() + "/1").build();
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

	@GetMapping("/forwarded")
	void forwarded(HttpServletRequest request, HttpServletResponse response) throws Exception {
		request.getRequestDispatcher("/parameters?more=1").forward(request, response);
	}

	@GetMapping("/headers")
	Map<String, String> headers(@RequestHeader("x-one") String one, HttpServletRequest request) {
		return new TreeMap<>(Map.of("one", one, "url", request.getRequestURL().toString(), "uri",
				request.getRequestURI(), "path", request.getServletPath(), "locale", request.getLocale().toString()));
	}

	@GetMapping(path = "/latin", produces = "text/plain;charset=ISO-8859-1")
	String latin() {
		return "é";
	}

	@GetMapping("/principal")
	String principal(@Nullable Principal principal, HttpServletRequest request) {
		return ((principal != null) ? principal.getName() : "nobody") + request.isUserInRole("USER");
	}

	@GetMapping("/sign-out")
	String signOut() {
		SecurityContextHolder.getContext().setAuthentication(null);
		SecurityContextHolder.clearContext();
		return "out";
	}

	@GetMapping("/login")
	String login(HttpServletRequest request) throws Exception {
		request.login("ann", "ann");
		return "in";
	}

	@GetMapping(path = "/page", produces = MediaType.TEXT_HTML_VALUE)
	String page() {
		return "<p>page</p>";
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

	/**
	 * What a form is bound to.
	 */
	public static class Order {

		private String name = "";

		private int amount;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public int getAmount() {
			return this.amount;
		}

		public void setAmount(int amount) {
			this.amount = amount;
		}

	}

}
