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

package dev.replboot.testsupport;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.access.Denial;
import dev.replboot.access.DenialListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who was turned away, and what the meters say about it.
 */
@Configuration(proxyBeanMethods = false)
public class Denials {

	/**
	 * Of a test.
	 * @param repl where to look
	 * @return those who were turned away so far
	 */
	public static List<Denial> of(TestRepl repl) {
		return repl.context().getBean(Recorder.class).denials;
	}

	/**
	 * Forget those who were turned away so far.
	 * @param repl where to forget them
	 */
	public static void forget(TestRepl repl) {
		repl.context().getBean(Recorder.class).denials.clear();
	}

	/**
	 * Wait until somebody who has a certain address was turned away.
	 * @param repl where to look
	 * @param client who
	 * @return why
	 */
	public static Denial.Reason await(TestRepl repl, ReplClient client) {
		String remote = "127.0.0.1:" + client.socket().getLocalPort();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.untilAsserted(() -> assertThat(of(repl)).anyMatch((denial) -> isOf(denial, remote)));
		return of(repl).stream().filter((denial) -> isOf(denial, remote)).findFirst().orElseThrow().reason();
	}

	private static boolean isOf(Denial denial, String remote) {
		return denial.peer() != null && denial.peer().address().equals(remote);
	}

	/**
	 * How many of a kind were counted.
	 * @param repl where to look
	 * @param reason the kind
	 * @return what the meter says
	 */
	public static double counted(TestRepl repl, Denial.Reason reason) {
		Counter counter = repl.context()
			.getBean(MeterRegistry.class)
			.find("repl.denials")
			.tag("reason", reason.label())
			.counter();
		return (counter != null) ? counter.count() : 0;
	}

	@Bean
	MeterRegistry meterRegistry() {
		return new SimpleMeterRegistry();
	}

	@Bean
	Recorder denialRecorder() {
		return new Recorder();
	}

	/**
	 * Remembers.
	 */
	static final class Recorder implements DenialListener {

		private final List<Denial> denials = new CopyOnWriteArrayList<>();

		@Override
		public void denied(Denial denial) {
			this.denials.add(denial);
		}

	}

}
