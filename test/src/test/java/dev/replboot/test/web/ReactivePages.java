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

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionManager;
import org.springframework.web.server.session.WebSessionStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An application of WebFlux with a handler of every kind.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(SuspendingHandlers.class)
@RestController
public class ReactivePages {

	final List<String> told = new CopyOnWriteArrayList<>();

	// an application that stops would take the shared ones away from the others
	@Bean
	ReactorResourceFactory reactorResources() {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setShutdownQuietPeriod(Duration.ZERO);
		return resources;
	}

	@Bean
	SecurityWebFilterChain rules(ServerHttpSecurity http) {
		return http
			.authorizeExchange(
					(exchanges) -> exchanges.pathMatchers("/guarded/**").hasRole("ADMIN").anyExchange().permitAll())
			.headers(ServerHttpSecurity.HeaderSpec::disable)
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.formLogin((login) -> login.loginPage("/sign-in"))
			.build();
	}

	// Spring Boot's own users are gone where a resource server is on the class path
	@Bean
	MapReactiveUserDetailsService users() {
		return new MapReactiveUserDetailsService(
				User.withUsername("ann").password("{noop}secret").roles("USER").build());
	}

	@Bean
	InMemoryWebSessionStore sessions() {
		return new InMemoryWebSessionStore();
	}

	@Bean
	WebSessionManager webSessionManager(WebSessionStore store) {
		DefaultWebSessionManager manager = new DefaultWebSessionManager();
		manager.setSessionStore(store);
		return manager;
	}

	@RequestMapping("/guarded/page")
	String guarded() {
		return "guarded";
	}

	@PostMapping("/model")
	Map<String, Object> model(@ModelAttribute ServletRequestPages.Order order) {
		return new TreeMap<>(Map.of("name", order.getName(), "amount", order.getAmount()));
	}

	@PostMapping("/form")
	Mono<Map<String, String>> form(ServerWebExchange exchange, @RequestParam(defaultValue = "none") String method) {
		return exchange.getFormData().map((form) -> {
			Map<String, String> all = new TreeMap<>(form.toSingleValueMap());
			all.put("parameter", method);
			return all;
		});
	}

	@PostMapping("/text")
	Mono<String> text(@RequestBody Mono<String> body) {
		return body;
	}

	@GetMapping("/mono")
	Mono<String> mono() {
		return Mono.delay(Duration.ofMillis(5)).thenReturn("mono");
	}

	@GetMapping("/future")
	CompletableFuture<ResponseEntity<String>> future() {
		return CompletableFuture.supplyAsync(() -> ResponseEntity.status(HttpStatus.CREATED).body("made"));
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Integer> events() {
		return Flux.range(1, 3);
	}

	@GetMapping(path = "/endless-events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> endlessEvents() {
		return Flux.just("first").concatWith(Mono.never()).doOnCancel(() -> this.told.add("cancelled"));
	}

	@GetMapping("/never")
	Mono<String> never() {
		return Mono.<String>never().doOnCancel(() -> this.told.add("cancelled"));
	}

	@GetMapping("/count")
	String count(WebSession session) {
		Integer count = session.getAttribute("count");
		session.getAttributes().put("count", (count != null) ? count + 1 : 1);
		return "count " + session.getAttribute("count");
	}

	@GetMapping("/cookies")
	String cookies(@CookieValue(defaultValue = "none") String taste, ServerHttpResponse response) {
		response.addCookie(ResponseCookie.from("seen", "yes").path("/").httpOnly(true).sameSite("Lax").build());
		response.addCookie(ResponseCookie.from("plain", "1").build());
		return taste;
	}

	@GetMapping("/redirect")
	Mono<ResponseEntity<Void>> redirect(ServerHttpRequest request) {
		return Mono.just(ResponseEntity.status(HttpStatus.SEE_OTHER).location(request.getURI().resolve("/x")).build());
	}

	@GetMapping("/known")
	Mono<String> known() {
		return Mono.error(new ServletPages.Known("handled"));
	}

	@GetMapping(path = "/broken", produces = "text/event-stream")
	Flux<String> broken() {
		return Flux.just("beginning").concatWith(Mono.error(new IllegalStateException("in the middle")));
	}

	@GetMapping(path = "/broken-known", produces = "text/event-stream")
	Flux<String> brokenKnown() {
		return Flux.just("beginning").concatWith(Mono.error(new ServletPages.Known("in the middle")));
	}

	@GetMapping("/unknown")
	String unknown() {
		throw new IllegalArgumentException("nobody handles it");
	}

	@GetMapping("/gone")
	String gone() {
		throw new ResponseStatusException(HttpStatus.GONE, "it is gone");
	}

	@GetMapping("/denied")
	Mono<String> denied() {
		return Mono.error(new AccessDeniedException("by the method"));
	}

	@GetMapping("/principal")
	String principal(@Nullable Principal principal) {
		return (principal != null) ? principal.getName() : "nobody";
	}

	@ExceptionHandler
	ResponseEntity<String> handle(ServletPages.Known known) {
		return ResponseEntity.status(HttpStatus.CONFLICT).body("handled: " + known.getMessage());
	}

}
