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

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Methods whose result holds what comes later, or perhaps nothing.
 */
@NullUnmarked
final class ManyResults {

	private ManyResults() {
	}

	static void addTo(ManyKinds.Adder kinds) {
		kinds.add("optional", Later.class, "optional", () -> new Later().optional("a"), Optional.empty(),
				"Optional.empty");
		kinds.add("stream", Later.class, "stream", () -> new Later().stream(3).toList(),
				(Supplier<?>) () -> Stream.of(9), "[9]");
		kinds.add("future", Later.class, "future", () -> new Later().future().get(),
				CompletableFuture.completedFuture("now"), "now");
		kinds.add("failed future", Later.class, "failedFuture", () -> new Later().failedFuture().get(),
				CompletableFuture.completedFuture("now"), "now");
		kinds.add("task", Later.class, "task", () -> new Later().task().call(), (Callable<String>) () -> "mine",
				"mine");
		kinds.add("mono", Later.class, "mono", () -> new Later().mono().block(), Mono.just("one"), "one");
		kinds.add("flux", Later.class, "flux", () -> new Later().flux().collectList().block(), Flux.just(7), "[7]");
	}

	static class Later {

		Optional<String> optional(String text) {
			return Optional.of(text);
		}

		Stream<Integer> stream(int count) {
			return Stream.iterate(0, (each) -> each + 1).limit(count).peek(ManyKinds::note);
		}

		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(() -> "later");
		}

		CompletableFuture<String> failedFuture() {
			return CompletableFuture.failedFuture(new IllegalStateException("later"));
		}

		Callable<String> task() {
			return () -> {
				ManyKinds.note("task");
				return "run";
			};
		}

		Mono<String> mono() {
			return Mono.fromCallable(() -> {
				ManyKinds.note("subscribed");
				return "mono";
			});
		}

		Flux<Integer> flux() {
			return Flux.range(1, 3).doOnNext(ManyKinds::note);
		}

	}

}
