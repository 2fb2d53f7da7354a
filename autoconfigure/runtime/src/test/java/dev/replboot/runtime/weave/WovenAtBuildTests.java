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

package dev.replboot.runtime.weave;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WovenAtBuild}: what opening a REPL defines is what weaving would give.
 */
class WovenAtBuildTests {

	private final WovenAtBuild built = WovenAtBuild.read();

	@Test
	void everyClassOfClojureIsWhatWeavingItNowGives() throws IOException {
		int changed = 0;
		try (JarFile jar = clojure()) {
			for (JarEntry entry : jar.stream().filter(WovenAtBuildTests::isClass).toList()) {
				String name = entry.getName().substring(0, entry.getName().length() - ".class".length());
				byte[] original = read(jar, entry);
				byte[] woven = ClassWeaver.weaveClojure(name, original);
				assertThat(this.built.find(name, original)).as(name).isEqualTo(woven);
				changed += (woven != original) ? 1 : 0;
			}
		}
		assertThat(changed).isGreaterThan(500);
	}

	@Test
	void aClassFileThatDiffersIsntTakenForTheOneThatWasWoven() throws IOException {
		String name = "clojure/lang/RT";
		try (JarFile jar = clojure()) {
			byte[] original = read(jar, jar.getJarEntry(name + ".class"));
			original[original.length - 1]++;
			assertThat(this.built.find(name, original)).isNull();
		}
	}

	@Test
	void aClassThatIsUnknownIsLeftToBeWoven() {
		assertThat(this.built.find("acme/Orders", new byte[10])).isNull();
	}

	@Test
	void aFileLongerThanTheDictionaryComesBackWhole() {
		byte[] original = new byte[200_000];
		byte[] woven = new byte[210_000];
		for (int i = 0; i < woven.length; i++) {
			woven[i] = (byte) (i * 31 / 7);
		}
		assertThat(ClassDelta.between(original, woven).applyTo(original)).isEqualTo(woven);
	}

	private static JarFile clojure() throws IOException {
		JarURLConnection connection = (JarURLConnection) WovenAtBuild.class.getResource("/clojure/core__init.class")
			.openConnection();
		// not the one that the class loader has open
		return new JarFile(connection.getJarFile().getName());
	}

	private static boolean isClass(JarEntry entry) {
		return entry.getName().startsWith("clojure/") && entry.getName().endsWith(".class");
	}

	private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
		try (InputStream in = jar.getInputStream(entry)) {
			return in.readAllBytes();
		}
	}

}
