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

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.core.ResolvableType;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.ParallelFlux;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Failures that come after the call, and publishers whose callers use more than that they
 * publish.
 */
@Tag("plain")
@NullUnmarked
class LateFailuresTests {

	private final Counter counter = new Counter(new Counter.Brake(-1, null, (failure) -> {
	}, (failure) -> {
	}));

	private final LateFailures failures = new LateFailures(this.counter, new PatchResults());

	@Test
	void failureOfTheOriginalDoesNotCountHoweverOftenItWasCalled() {
		CompletableFuture<String> first = new CompletableFuture<>();
		CompletableFuture<String> second = new CompletableFuture<>();
		this.failures.ofOriginal(first);
		this.failures.ofOriginal(second);
		LateFailures.watch(first.thenCombine(second, String::concat), this.failures);
		first.completeExceptionally(new IllegalStateException("the original's"));
		second.complete("x");
		assertThat(this.counter.errors()).isZero();
	}

	@Test
	void stageOfTheOriginalsThatIsNoFutureIsToldFromThePatchs() {
		for (boolean original : new boolean[] { true, false }) {
			CompletableFuture<String> source = new CompletableFuture<>();
			CompletionStage<String> stage = source.minimalCompletionStage();
			this.failures.ofOriginal(stage);
			LateFailures.watch(stage.thenApply((value) -> {
				throw new IllegalStateException("the patch's");
			}), this.failures);
			if (original) {
				source.completeExceptionally(new IllegalStateException("the original's"));
				assertThat(this.counter.errors()).isZero();
			}
			else {
				source.complete("x");
				assertThat(this.counter.errors()).isEqualTo(1);
			}
		}
	}

	@Test
	void failureOfTheOriginalThatThePatchHasWaitedForIsTheOriginals() {
		CompletableFuture<String> future = CompletableFuture.failedFuture(new IOException("the original's"));
		this.failures.ofOriginal(future);
		assertThat(this.failures.isOfOriginal(catchThrowable(future::get))).isTrue();
		assertThat(this.failures.isOfOriginal(catchThrowable(future::join))).isTrue();
		Mono<?> mono = (Mono<?>) this.failures.ofOriginal(Mono.error(new IOException("the original's")));
		assertThat(this.failures.isOfOriginal(catchThrowable(() -> mono.block(Duration.ofMinutes(1))))).isTrue();
		assertThat(this.failures.isOfOriginal(new IOException("the patch's"))).isFalse();
	}

	@Test
	void publisherWhoseCallersUseMoreStaysWhatItIs() {
		for (Object publisher : List.of(Flux.just(1).publish(), new Ticks(),
				Flux.just(1).groupBy((each) -> each).blockFirst(),
				Sinks.unsafe().many().unicast().onBackpressureBuffer(), Sinks.unsafe().one())) {
			assertThat(publisher).isInstanceOf(Publisher.class);
			assertThat(ReactiveValues.failing(publisher, this.failures)).isSameAs(publisher);
		}
		Mono<String> plain = Mono.error(new IllegalStateException("late"));
		assertThat(ReactiveValues.failing(plain, this.failures)).isInstanceOf(Mono.class).isNotSameAs(plain);
	}

	@Test
	void publisherThatIsGivenIsOfTheDeclaredType() {
		ParallelFlux<Integer> parallel = Flux.just(1).parallel();
		assertThat(given(parallel, ParallelFlux.class)).isSameAs(parallel);
		ConnectableFlux<Integer> connectable = Flux.just(1).publish();
		assertThat(given(connectable, ConnectableFlux.class)).isSameAs(connectable);
		GroupedFlux<Integer, Integer> grouped = Flux.just(1).groupBy((each) -> each).blockFirst();
		assertThat(given(grouped, GroupedFlux.class)).isSameAs(grouped);
		Ticks ticks = new Ticks();
		assertThat(given(ticks, Ticks.class)).isSameAs(ticks);
		Object flux = given(Flux.just(1, 2), Flux.class);
		assertThat(((Flux<?>) flux).take(1).collectList().block(Duration.ofMinutes(1))).hasToString("[1]");
	}

	private Object given(Object value, Class<?> type) {
		return Coercion.coerce(value, ResolvableType.forClass(type), "it");
	}

	/**
	 * A publisher of the application's own.
	 */
	static class Ticks extends Flux<Integer> {

		@Override
		public void subscribe(CoreSubscriber<? super Integer> subscriber) {
			Flux.just(1).subscribe(subscriber);
		}

	}

}
