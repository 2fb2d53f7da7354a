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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The Maven wrapper runs the Maven whose checksum the project names, and no other. The
 * server that it is sent to has one that says that it runs.
 */
@NullUnmarked
@Timeout(300)
class WrapperTests {

	private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

	private static final String PROPERTIES = ".mvn/wrapper/maven-wrapper.properties";

	private static final String REFUSED = "Failed to validate Maven distribution SHA-256";

	// what the script takes beside those that load, unpack and sum
	private static final List<String> PROGRAMS = List.of("sh", "uname", "dirname", "basename", "tr", "mktemp", "mkdir",
			"mv", "rm", "find", "head", "sed", "cat", "ls", "chmod", "env");

	@TempDir
	private Path folder;

	private HttpServer server;

	private byte[] zip;

	private byte[] tar;

	@BeforeEach
	void serve() throws Exception {
		Properties properties = properties();
		String name = properties.getProperty("distributionUrl").replaceAll(".*/(.*)-bin[.]zip", "$1");
		Path root = this.folder.resolve("distribution/" + name + "/bin");
		Files.createDirectories(root);
		Path script = Files.writeString(root.resolve("mvn"), "#!/bin/sh\necho \"This Maven runs: $*\"\n");
		assertThat(script.toFile().setExecutable(true)).isTrue();
		this.zip = zip(name, script);
		this.tar = tar(name);
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@ParameterizedTest
	@CsvSource({ "curl, unzip", "wget, unzip", "curl, tar", "java, tar" })
	void theMavenThatTheSumIsOfRuns(String loader, String unpacker) throws Exception {
		offer(this.zip, this.tar);
		Outcome outcome = run(programs(loader, unpacker, "sha256sum"), sums(this.zip, this.tar));
		assertThat(outcome.said).isEqualTo("This Maven runs: verify -Dx=y\n");
		assertThat(outcome.status).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "curl, unzip, sha256sum", "curl, unzip, shasum", "wget, tar, sha256sum", "java, unzip, sha256sum" })
	void anotherMavenIsRefusedBeforeItIsUnpacked(String loader, String unpacker, String summer) throws Exception {
		// one byte more, which would be unpacked all the same
		offer(Arrays.copyOf(this.zip, this.zip.length + 1), Arrays.copyOf(this.tar, this.tar.length + 1));
		assertRefused(run(programs(loader, unpacker, summer), sums(this.zip, this.tar)), REFUSED);
	}

	@Test
	void anArchiveWithoutASumOfItsOwnIsRefused() throws Exception {
		offer(this.zip, this.tar);
		String sumOfTheZip = "distributionSha256Sum=" + sum(this.zip) + "\n";
		assertRefused(run(programs("curl", "tar", "sha256sum"), sumOfTheZip), REFUSED);
	}

	@Test
	void withoutAProgramThatSumsItIsRefused() throws Exception {
		offer(this.zip, this.tar);
		assertRefused(run(programs("curl", "unzip", null), sums(this.zip, this.tar)),
				"neither 'sha256sum' or 'shasum' are available");
	}

	@ParameterizedTest
	@ValueSource(strings = { "distributionSha256Sum", "distributionTarGzSha256Sum" })
	void theProjectNamesTheSums(String name) throws IOException {
		assertThat(properties().getProperty(name)).matches("[0-9a-f]{64}");
	}

	private void assertRefused(Outcome outcome, String why) throws IOException {
		assertThat(outcome.said).contains(why).doesNotContain("This Maven runs");
		assertThat(outcome.status).isNotZero();
		try (Stream<Path> left = Files.walk(this.folder.resolve("home"))) {
			assertThat(left.filter(Files::isRegularFile)).isEmpty();
		}
	}

	private void offer(byte[] offeredZip, byte[] offeredTar) {
		this.server.createContext("/org/apache/maven/", (exchange) -> {
			byte[] archive = exchange.getRequestURI().getPath().endsWith(".zip") ? offeredZip : offeredTar;
			exchange.sendResponseHeaders(200, archive.length);
			exchange.getResponseBody().write(archive);
			exchange.close();
		});
	}

	private Outcome run(Path programs, String sums) throws Exception {
		Path project = Files.createDirectories(this.folder.resolve("project/.mvn/wrapper")).getParent().getParent();
		Files.copy(PROJECT.resolve("mvnw"), project.resolve("mvnw"));
		Files.writeString(project.resolve(PROPERTIES),
				"distributionUrl=" + properties().getProperty("distributionUrl") + "\n" + sums);
		Files.createDirectory(this.folder.resolve("home"));
		ProcessBuilder builder = new ProcessBuilder("/bin/sh", project.resolve("mvnw").toString(), "verify", "-Dx=y")
			.redirectErrorStream(true);
		builder.environment().clear();
		builder.environment()
			.putAll(Map.of("PATH", programs.toString(), "MAVEN_USER_HOME", this.folder.resolve("home").toString(),
					"JAVA_HOME", System.getProperty("java.home"), "MVNW_REPOURL",
					"http://127.0.0.1:" + this.server.getAddress().getPort()));
		Process process = builder.start();
		try {
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new Outcome(process.waitFor(), said);
		}
		finally {
			process.destroyForcibly();
		}
	}

	// a folder with the programs that a host has, and no others
	private Path programs(String loader, String unpacker, String summer) throws IOException {
		Path programs = Files.createDirectory(this.folder.resolve("programs"));
		List<String> names = new ArrayList<>(PROGRAMS);
		names.addAll(unpacker.equals("tar") ? List.of("tar", "gzip") : List.of(unpacker));
		if (!loader.equals("java")) {
			names.add(loader);
		}
		if (summer != null) {
			names.add(summer);
		}
		for (String name : names) {
			Path program = Stream.of("/usr/bin/", "/bin/")
				.map((place) -> Path.of(place + name))
				.filter(Files::isExecutable)
				.findFirst()
				.orElse(null);
			assumeThat(program).as(name).isNotNull();
			Path caller = Files.writeString(programs.resolve(name), "#!/bin/sh\nexec " + program + " \"$@\"\n");
			assertThat(caller.toFile().setExecutable(true)).isTrue();
		}
		return programs;
	}

	private byte[] zip(String name, Path script) throws IOException {
		Path archive = this.folder.resolve("maven.zip");
		try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()),
				Map.of("create", "true", "enablePosixFileAttributes", true))) {
			Path target = files.getPath(name, "bin", "mvn");
			Files.createDirectories(target.getParent());
			Files.copy(script, target);
			Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
		return Files.readAllBytes(archive);
	}

	private byte[] tar(String name) throws Exception {
		Process process = new ProcessBuilder("tar", "czf", "-", name)
			.directory(this.folder.resolve("distribution").toFile())
			.start();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		process.getInputStream().transferTo(bytes);
		assertThat(process.waitFor()).isZero();
		return bytes.toByteArray();
	}

	private static Properties properties() throws IOException {
		Properties properties = new Properties();
		try (var reader = Files.newBufferedReader(PROJECT.resolve(PROPERTIES))) {
			properties.load(reader);
		}
		return properties;
	}

	private static String sums(byte[] zip, byte[] tar) throws Exception {
		return "distributionSha256Sum=" + sum(zip) + "\ndistributionTarGzSha256Sum=" + sum(tar) + "\n";
	}

	private static String sum(byte[] bytes) throws Exception {
		return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
	}

	private record Outcome(int status, String said) {

	}

}
