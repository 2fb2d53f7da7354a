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
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.TestRuntime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with a Clojure that isn't, byte for byte, the one that was woven at build time:
 * what an application with another release has.
 */
class OtherClojureTests {

	@Test
	void isWovenWhenItIsNeeded(@TempDir Path directory) throws Exception {
		Path jar = directory.resolve("clojure.jar");
		rewriteClojure(jar);
		try (URLClassLoader application = new ClojureFirst(jar, getClass().getClassLoader())) {
			TestRuntime repl = new TestRuntime(Runtimes.isolated(GuardListener.NONE)
				.load(new RuntimeSetup(application, Map.of(), List.of("dev.replboot.runtime.nokit"), List.of())));
			assertThat(repl.eval("(reduce + (map inc (range 10)))")).isEqualTo("55");
			TestRuntime.Running endless = repl.start("(count (range))");
			assertThat(endless.stop()).isNotNegative();
			assertThat(endless.output.get(60, TimeUnit.SECONDS)).isNotNull();
			assertThat(repl.unload().leftovers()).isEmpty();
		}
	}

	private static void rewriteClojure(Path target) throws IOException {
		JarURLConnection connection = (JarURLConnection) OtherClojureTests.class
			.getResource("/clojure/core__init.class")
			.openConnection();
		try (JarFile jar = new JarFile(connection.getJarFile().getName());
				OutputStream file = Files.newOutputStream(target);
				ZipOutputStream out = new ZipOutputStream(file)) {
			for (JarEntry entry : jar.stream().toList()) {
				out.putNextEntry(new ZipEntry(entry.getName()));
				try (InputStream in = jar.getInputStream(entry)) {
					out.write(entry.getName().endsWith(".class") ? rewrite(in.readAllBytes()) : in.readAllBytes());
				}
			}
		}
	}

	// the same class with its constants in another order
	private static byte[] rewrite(byte[] bytes) {
		ClassWriter writer = new ClassWriter(0);
		new ClassReader(bytes).accept(writer, 0);
		return writer.toByteArray();
	}

	/**
	 * An application whose class path begins with another Clojure.
	 */
	private static final class ClojureFirst extends URLClassLoader {

		private ClojureFirst(Path jar, ClassLoader parent) throws IOException {
			super(new URL[] { jar.toUri().toURL() }, parent);
		}

		@Override
		public URL getResource(String name) {
			URL here = findResource(name);
			return (here != null) ? here : super.getResource(name);
		}

	}

}
