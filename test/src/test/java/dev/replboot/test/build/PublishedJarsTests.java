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

package dev.replboot.test.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each jar that is published contains beside its classes.
 */
class PublishedJarsTests {

	private static final List<String> MODULES = List.of("autoconfigure/runtime", "autoconfigure/core",
			"autoconfigure/kit", "autoconfigure/twin", "autoconfigure/boot", "starter");

	@Test
	void eachHasItsLicenseANoticeAndTheNameOfAModule() throws IOException {
		List<String> names = new ArrayList<>();
		for (Path path : jars()) {
			try (JarFile jar = new JarFile(path.toFile())) {
				assertThat(text(jar, "META-INF/LICENSE")).as(path.toString()).contains("Apache License");
				assertThat(text(jar, "META-INF/NOTICE")).as(path.toString())
					.contains("Clojure", "Eclipse Public License 1.0");
				names.add(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
			}
		}
		assertThat(names).containsExactlyInAnyOrder("dev.replboot.runtime", "dev.replboot.core", "dev.replboot.kit",
				"dev.replboot.twin", "dev.replboot.autoconfigure", "dev.replboot.starter", "dev.replboot.agent");
	}

	@Test
	void agentConsistsOfOneClass() throws IOException {
		for (Path path : jars()) {
			if (path.toString().endsWith("-agent.jar")) {
				try (JarFile jar = new JarFile(path.toFile())) {
					assertThat(jar.stream().map(JarEntry::getName).filter((name) -> name.endsWith(".class")))
						.containsExactly("dev/replboot/agent/ReplAgent.class");
				}
			}
		}
	}

	private static List<Path> jars() throws IOException {
		List<Path> jars = new ArrayList<>();
		for (String module : MODULES) {
			try (Stream<Path> files = Files.list(Path.of("..").resolve(module).resolve("target"))) {
				files.filter(PublishedJarsTests::isPublished).forEach(jars::add);
			}
		}
		assertThat(jars).hasSize(MODULES.size() + 1);
		return jars;
	}

	// sources and Javadoc are of the profile "release"
	private static boolean isPublished(Path file) {
		String name = file.getFileName().toString();
		return name.endsWith(".jar") && !name.endsWith("-sources.jar") && !name.endsWith("-javadoc.jar");
	}

	private static String text(JarFile jar, String entry) throws IOException {
		JarEntry found = jar.getJarEntry(entry);
		assertThat(found).as(jar.getName() + "!/" + entry).isNotNull();
		try (InputStream in = jar.getInputStream(found)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
