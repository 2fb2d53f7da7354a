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

package dev.replboot.runtime.launch;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import clojure.lang.RT;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.RuntimeFactory;
import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.runtime.RuntimeSetup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClojureVersion}.
 */
@Tag("plain")
class ClojureVersionTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "1.11.4", "1.9.0", "1.11.0-rc1", "0.13.0" })
	void olderClojureIsRefusedAtOpeningWithTheVersionToPin(String version) throws IOException {
		try (URLClassLoader application = applicationWith(version)) {
			for (RuntimeFactory factory : List.of(Runtimes.isolated(),
					Runtimes.shared(GuardListener.NONE, Duration.ofSeconds(2)))) {
				assertThatExceptionOfType(RuntimeLoadException.class)
					.isThrownBy(() -> factory.load(new RuntimeSetup(application, Map.of(), List.of(), List.of())))
					.withMessageContaining("Clojure " + version + ",")
					.withMessageContaining("Pin org.clojure:clojure to " + ClojureVersion.BROUGHT);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.12.0", "1.12.0-alpha5", "1.13.1", "2.0.0", "${version}", "master" })
	void otherClojureIsNot(String version) throws IOException {
		try (URLClassLoader application = applicationWith(version)) {
			assertThatCode(() -> ClojureVersion.require(application)).doesNotThrowAnyException();
		}
	}

	@Test
	void theVersionToPinIsTheOneThatTheStarterBrings() {
		assertThat(RT.var("clojure.core", "clojure-version").invoke()).isEqualTo(ClojureVersion.BROUGHT);
		ClojureVersion.require(getClass().getClassLoader());
	}

	private URLClassLoader applicationWith(String version) throws IOException {
		Files.createDirectories(this.folder.resolve("clojure"));
		Files.writeString(this.folder.resolve("clojure/version.properties"), "version=" + version + "\n");
		return new URLClassLoader(new URL[] { this.folder.toUri().toURL() }, getClass().getClassLoader()) {

			@Override
			public URL getResource(String name) {
				URL here = findResource(name);
				return (here != null) ? here : super.getResource(name);
			}

		};
	}

}
