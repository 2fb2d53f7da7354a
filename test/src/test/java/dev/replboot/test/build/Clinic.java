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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Maven project that isn't part of this one: an application of the shape of
 * spring-petclinic in a folder of its own. It takes what this project publishes from the
 * repository that it was deployed to, and leaves it out of the user's.
 */
final class Clinic {

	private static final Path SOURCES = Path.of("src/test/clinic").toAbsolutePath();

	// or what .ci/release has deployed
	private static final Path REPOSITORY = Path.of(System.getProperty("consumer.repository", "target/repository"))
		.toAbsolutePath();

	private static final Path README = Path.of("../README.md");

	private static final String SECURITY = """
			<dependency>
				<groupId>org.springframework.boot</groupId>
				<artifactId>spring-boot-starter-security</artifactId>
			</dependency>
			""";

	private final Path folder;

	Clinic(Path folder) throws IOException {
		this.folder = Files.createDirectories(folder);
		copy(SOURCES.resolve("src/main"), "src/main");
		String pom = Files.readString(SOURCES.resolve("pom.xml"));
		Files.writeString(pom(), pom.replace("@spring-boot.version@", System.getProperty("spring-boot.version")));
	}

	/**
	 * Add what the README says under "Add it to your application".
	 * @return this
	 * @throws IOException if it can't be added
	 */
	Clinic withStarter() throws IOException {
		add(fromReadme("xml"));
		String repository = "\t<repositories><repository><id>reactor</id><url>" + REPOSITORY.toUri()
				+ "</url></repository></repositories>\n";
		Files.writeString(pom(), Files.readString(pom()).replace("\t<build>", repository + "\t<build>"));
		Files.writeString(this.folder.resolve("src/main/resources/application.yml"), fromReadme("yaml"));
		return this;
	}

	/**
	 * Add Spring Security, and a chain that permits all pages in the profile
	 * {@code open}.
	 * @return this
	 * @throws IOException if it can't be added
	 */
	Clinic withSecurity() throws IOException {
		add(SECURITY);
		copy(SOURCES.resolve("src/security"), "src/main");
		return this;
	}

	/**
	 * Build it.
	 * @param local the repository that Maven keeps what it finds in, beside the user's,
	 * or {@code null} for the user's
	 * @return the application's jar
	 * @throws Exception if it can't be built
	 */
	Path build(Path local) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(), "-q", "-B", "-ntp", "-f",
						pom().toString(), "-Dmaven.test.skip"));
		if (local != null) {
			command.addAll(List.of("-Dmaven.repo.local=" + local, "-Dmaven.repo.local.tail=" + othersArtifacts()));
		}
		command.add("package");
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile()).redirectErrorStream(true);
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		Process process = builder.start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException("The project couldn't be built:\n" + said);
		}
		return this.folder.resolve("target/clinic-1.0.0.jar");
	}

	// what a developer has installed of this project isn't what is published
	private Path othersArtifacts() throws IOException {
		Path user = Path.of(System.getProperty("localRepository"));
		// in a temporary folder of JUnit's, each link would be a warning
		Path others = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "others-artifacts");
		Files.createDirectory(others.resolve("dev"));
		link(user, others, "dev");
		if (Files.isDirectory(user.resolve("dev"))) {
			link(user.resolve("dev"), others.resolve("dev"), "replboot");
		}
		return others;
	}

	private static void link(Path from, Path to, String without) throws IOException {
		try (Stream<Path> all = Files.list(from)) {
			for (Path each : (Iterable<Path>) all::iterator) {
				if (!each.getFileName().toString().equals(without)) {
					Files.createSymbolicLink(to.resolve(each.getFileName()), each.toRealPath());
				}
			}
		}
	}

	private Path pom() {
		return this.folder.resolve("pom.xml");
	}

	private void add(String dependency) throws IOException {
		Files.writeString(pom(),
				Files.readString(pom()).replace("\t</dependencies>", dependency + "\t</dependencies>"));
	}

	private void copy(Path source, String target) throws IOException {
		try (Stream<Path> all = Files.walk(source)) {
			for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
				Path copy = this.folder.resolve(target).resolve(source.relativize(file).toString());
				Files.createDirectories(copy.getParent());
				Files.copy(file, copy);
			}
		}
	}

	private static String fromReadme(String language) throws IOException {
		Matcher block = Pattern
			.compile("## Add it to your application\n.*?```" + language + "\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(README));
		if (!block.find()) {
			throw new IllegalStateException("The README has no " + language + " under \"Add it to your application\"");
		}
		return block.group(1);
	}

}
