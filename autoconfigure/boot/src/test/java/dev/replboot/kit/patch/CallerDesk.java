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

package dev.replboot.kit.patch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/**
 * An application that fails with what its stock gives, where that is patched.
 */
@NullUnmarked
public final class CallerDesk {

	private CallerDesk() {
	}

	@RestController
	static class Desk {

		private final Stock stock;

		Desk(Stock stock) {
			this.stock = stock;
		}

		@GetMapping("/cast")
		String cast() {
			Integer number = this.stock.find();
			return "number " + number;
		}

		@GetMapping("/any")
		Object any() {
			return this.stock.any();
		}

		@GetMapping("/itself")
		Object itself() {
			return "itself";
		}

		@GetMapping("/nil")
		String nil() {
			String name = this.stock.name();
			return name.trim();
		}

		@GetMapping("/add")
		List<String> add() {
			List<String> names = this.stock.names();
			names.add("x");
			return names;
		}

		@GetMapping("/each")
		Object each() {
			return this.stock.each().next();
		}

		@GetMapping("/later")
		CompletableFuture<String> later() {
			return this.stock.later();
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return this.stock.mono();
		}

		@GetMapping("/broken")
		Mono<Object> broken() {
			return this.stock.mono().map((name) -> new Broken());
		}

		@GetMapping("/missing")
		String missing() {
			String name = this.stock.name();
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, String.valueOf(name));
		}

		@GetMapping("/absent")
		String absent() {
			return Optional.ofNullable(this.stock.name())
				.orElseThrow(() -> new ResponseStatusException(HttpStatus.GONE));
		}

		@GetMapping("/clerk")
		String clerk() {
			return this.stock.name() + Clerk.asked();
		}

	}

	/**
	 * What is patched.
	 */
	public static class Stock {

		/** A future of the application's own. */
		public volatile CompletableFuture<String> pending = new CompletableFuture<>();

		/** A publisher of the application's own. */
		public volatile Mono<String> source = Mono.just("mono");

		@SuppressWarnings("unchecked")
		<T> T find() {
			return (T) Integer.valueOf(1);
		}

		Object any() {
			return "any";
		}

		String name() {
			return "name";
		}

		List<String> names() {
			return new ArrayList<>();
		}

		Iterator<Object> each() {
			return List.<Object>of("each").iterator();
		}

		CompletableFuture<String> later() {
			return this.pending;
		}

		Mono<String> mono() {
			return this.source;
		}

	}

	/**
	 * Something that can't be written.
	 */
	public static class Broken {

		public String getContent() {
			throw new IllegalStateException("no content");
		}

	}

	/**
	 * Somebody else, who fails as well.
	 */
	static class Clerk {

		static final AtomicInteger ASKED = new AtomicInteger();

		static String asked() {
			ASKED.incrementAndGet();
			String nothing = System.getProperty("no such property");
			return nothing.trim();
		}

	}

	/**
	 * Answers in the place of whom failed.
	 */
	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler
		@ResponseStatus(HttpStatus.CONFLICT)
		String handle(ClassCastException ex) {
			return "handled";
		}

	}

	/**
	 * What Spring Boot has in an application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Observed {

		@Bean
		ObservationRegistry observations() {
			return ObservationRegistry.create();
		}

		@Bean
		DefaultErrorAttributes errorAttributes() {
			return new DefaultErrorAttributes();
		}

		@Bean
		Stock stock() {
			return new Stock();
		}

	}

}
