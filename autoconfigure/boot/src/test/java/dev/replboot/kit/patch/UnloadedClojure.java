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

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;

import dev.replboot.testsupport.ReplClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Remembers the Clojure of a REPL, and waits until the JVM has unloaded it.
 */
@NullUnmarked
public final class UnloadedClojure {

	/**
	 * Set from the REPL: the class loader of its Clojure.
	 */
	public static final AtomicReference<WeakReference<ClassLoader>> LOADER = new AtomicReference<>();

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private UnloadedClojure() {
	}

	/**
	 * Remember it.
	 * @param client a session of the REPL
	 */
	public static void remember(ReplClient client) {
		assertThat(client.eval("(.set " + UnloadedClojure.class.getName()
				+ "/LOADER (java.lang.ref.WeakReference. (.getClassLoader (class inc))))"))
			.isEqualTo("nil");
		assertThat(LOADER.get().get()).isNotNull();
	}

	/**
	 * Wait until the JVM has unloaded the Clojure that is remembered.
	 */
	public static void await() {
		Awaitility.await().atMost(PATIENCE).until(() -> {
			System.gc();
			return LOADER.get().get() == null;
		});
	}

}
