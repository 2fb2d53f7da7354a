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

package dev.replboot.runtime.unload;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.GenericApplicationContext;

import dev.replboot.runtime.AppClass;
import dev.replboot.runtime.TestBeans;
import dev.replboot.runtime.TestRuntime;
import dev.replboot.runtime.UnloadReport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing of a closed runtime stays.
 */
@Tag("optimized")
class LeakTests {

	/**
	 * What the application or the JDK goes on to hold on the user's behalf.
	 */
	private static final Set<String> HELD_BY_THE_APPLICATION = Set.of("classvalue-on-jdk-class",
			"retained-by-app-bean-field");

	/**
	 * How long to look whether what is held stays.
	 */
	private static final Duration HELD = Duration.ofSeconds(3);

	/**
	 * How long to wait for what goes, on a busy machine.
	 */
	private static final Duration COLLECTED = Duration.ofSeconds(60);

	@ParameterizedTest
	@MethodSource
	void loaderIsCollected(String form) throws Exception {
		String name = form.lines().findFirst().orElseThrow().trim().replace(" ;kill", "");
		String code = form.substring(form.indexOf('\n') + 1);
		AppClass.lastError = null;
		try (GenericApplicationContext context = TestBeans.context()) {
			WeakReference<Object> loader = evaluateAndUnload(context, code);
			boolean held = HELD_BY_THE_APPLICATION.contains(name);
			assertThat(isCollected(loader, held ? HELD : COLLECTED)).as(name + ": " + code).isNotEqualTo(held);
		}
	}

	private WeakReference<Object> evaluateAndUnload(GenericApplicationContext context, String code) throws Exception {
		TestRuntime repl = TestBeans.repl(context);
		TestRuntime.Running running = repl.start(code);
		WeakReference<Object> loader = new WeakReference<>(running.engineLoader());
		System.out.println(running.output.get());
		if (!running.scope.isOver()) {
			running.stop(Duration.ofSeconds(3));
		}
		UnloadReport report = repl.unloadSoon();
		System.out.println(report);
		return loader;
	}

	private static boolean isCollected(WeakReference<Object> reference, Duration patience) throws InterruptedException {
		long deadline = System.nanoTime() + patience.toNanos();
		while (reference.get() != null && System.nanoTime() < deadline) {
			System.gc();
			Thread.sleep(20);
		}
		return reference.get() == null;
	}

	static Stream<String> loaderIsCollected() throws IOException {
		try (InputStream in = LeakTests.class.getResourceAsStream("/dev/replboot/runtime/leaks.clj.txt")) {
			String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
			return Arrays.stream(all.split("(?m)^;;;; ")).filter((form) -> !form.isBlank());
		}
	}

}
