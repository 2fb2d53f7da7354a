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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;

import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * Checks a folder that {@code deploy} has filled: what Maven Central demands of each artifact is there, and nothing
 * else is. Each mistake is a line.
 */
final class CheckRelease {

	private static final String URL = "https://replboot.dev";

	private static final String SCM = "https://github.com/replboot/repl-spring-boot";

	private static final String BOM = "repl-spring-boot-bom";

	private static final Set<String> ARTIFACTS = new TreeSet<>(List.of(BOM, "repl-core", "repl-kit", "repl-runtime",
			"repl-spring-boot-autoconfigure", "repl-spring-boot-starter", "repl-twin"));

	// The file belongs to a release, or to a snapshot, which has the time and a number in its name.
	private static final Pattern FILE = Pattern.compile(
			"(?<artifact>[a-z-]+)-\\d+\\.\\d+\\.\\d+(-\\d{8}\\.\\d{6}-\\d+)?(?<rest>[-.][a-z0-9.-]+)");

	private static final List<String> DEMANDED = List.of("/name", "/description", "/url", "/licenses/license/name",
			"/licenses/license/url", "/developers/developer/name", "/scm/connection", "/scm/developerConnection",
			"/scm/url");

	// The flattened poms must have kept these.
	private static final Map<String, String> EXCLUSIONS = Map.of("repl-spring-boot-starter", "jline-native",
			"repl-core", "spring-security-web");

	private final List<String> mistakes = new ArrayList<>();

	private final Path group;

	private int files;

	private CheckRelease(Path repository) {
		this.group = repository.resolve("dev/replboot");
	}

	public static void main(String[] args) throws Exception {
		CheckRelease check = new CheckRelease(Path.of(args[0]));
		check.all();
		check.mistakes.forEach(System.err::println);
		if (!check.mistakes.isEmpty()) {
			System.exit(1);
		}
		System.out.println(ARTIFACTS.size() + " artifacts, " + check.files + " signed files: nothing is missing");
	}

	private void all() throws Exception {
		try (Stream<Path> folders = Files.list(this.group)) {
			Set<String> found = new TreeSet<>(folders.map((folder) -> folder.getFileName().toString()).toList());
			demand(found.equals(ARTIFACTS), "Deployed are " + found + " instead of " + ARTIFACTS);
			for (String artifact : ARTIFACTS) {
				if (found.contains(artifact)) {
					artifact(artifact);
				}
			}
		}
	}

	private void artifact(String artifact) throws Exception {
		Map<String, Path> found = new TreeMap<>();
		try (Stream<Path> all = Files.walk(this.group.resolve(artifact))) {
			for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
				String fileName = file.getFileName().toString();
				Matcher name = FILE.matcher(fileName);
				if (name.matches() && name.group("artifact").equals(artifact)) {
					demand(found.put(name.group("rest"), file) == null, file + " isn't the only one");
				}
				else {
					demand(fileName.startsWith("maven-metadata.xml"), file + " doesn't belong there");
				}
			}
		}
		Set<String> expected = new TreeSet<>(Set.of(".pom"));
		if (!artifact.equals(BOM)) {
			expected.addAll(List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json"));
		}
		if (artifact.equals("repl-spring-boot-autoconfigure")) {
			expected.add("-agent.jar");
		}
		Set<String> signed = new TreeSet<>(found.keySet());
		signed.removeIf((rest) -> rest.matches(".*\\.(asc|md5|sha1)"));
		demand(signed.equals(expected), artifact + " has " + signed + " instead of " + expected);
		for (String rest : signed) {
			signed(found.get(rest));
		}
		for (Map.Entry<String, Path> file : found.entrySet()) {
			if (file.getKey().endsWith("jar")) {
				jar(artifact, file.getKey(), file.getValue());
			}
		}
		if (found.containsKey(".pom")) {
			pom(artifact, found.get(".pom"));
		}
		if (found.containsKey("-cyclonedx.json")) {
			String sbom = Files.readString(found.get("-cyclonedx.json"));
			demand(sbom.contains("\"CycloneDX\"") && sbom.contains("pkg:maven/dev.replboot/" + artifact + "@"),
					artifact + ": the SBOM isn't the one of " + artifact);
			demand(!sbom.contains("repl-test-"), artifact + ": the SBOM lists what only tests need");
		}
	}

	private void signed(Path file) throws Exception {
		this.files++;
		Path signature = beside(file, ".asc");
		demand(Files.exists(signature) && succeeds("gpg", "--batch", "--quiet", "--verify", signature.toString(),
				file.toString()), file + " isn't signed");
		for (Path each : List.of(file, signature)) {
			checksum(each, ".md5", "MD5");
			checksum(each, ".sha1", "SHA-1");
		}
	}

	private void checksum(Path file, String extension, String algorithm) throws Exception {
		Path sum = beside(file, extension);
		// Maven Central asks for those of the files, and takes those of signatures or none
		if (Files.exists(sum) || !file.toString().endsWith(".asc")) {
			byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
			String expected = HexFormat.of().formatHex(digest);
			demand(Files.exists(sum) && Files.readString(sum).strip().equals(expected), file + " has no " + algorithm + ", or a wrong one");
		}
	}

	private void jar(String artifact, String kind, Path file) throws IOException {
		try (JarFile jar = new JarFile(file.toFile())) {
			List<String> names = jar.stream().map(ZipEntry::getName).toList();
			demand(names.stream().noneMatch((name) -> name.matches(".*Tests?\\.(class|java)|.*/testsupport/.*")),
					file + " contains tests");
			boolean starter = artifact.equals("repl-spring-boot-starter");
			switch (kind) {
				case "-sources.jar" -> {
					demand(starter || any(names, (name) -> name.endsWith(".java")), file + " contains no source");
					demand(!artifact.equals("repl-kit") || any(names, (name) -> name.endsWith(".clj")),
							file + " contains no Clojure source");
				}
				case "-javadoc.jar" ->
					demand(starter || names.contains("index.html"), file + " contains no Javadoc");
				default -> {
					demand(names.containsAll(List.of("META-INF/LICENSE", "META-INF/NOTICE")),
							file + " contains no license or no notice");
					demand(starter || any(names, (name) -> name.endsWith(".class")), file + " contains no class");
				}
			}
		}
	}

	private void pom(String artifact, Path file) throws Exception {
		Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
		demand(select(pom, "/project/parent").isEmpty(), file + " has a parent, which isn't published");
		for (String element : DEMANDED) {
			List<String> values = select(pom, "/project" + element);
			demand(!values.isEmpty() && values.stream().noneMatch(String::isBlank), file + " has no " + element);
		}
		// Maven would append the child's path to what it inherits.
		demand(select(pom, "/project/url").contains(URL) && select(pom, "/project/scm/url").contains(SCM),
				file + " names another page or repository than " + URL + " and " + SCM);
		String text = Files.readString(file);
		demand(!text.contains("${"), file + " has a property that isn't resolved");
		demand(!text.contains("repl-test-") && !select(pom, "//scope").contains("test"),
				file + " names what only tests need");
		demand(select(pom, "//repositories").isEmpty() && select(pom, "//build").isEmpty(),
				file + " says how it is built");
		demand(select(pom, "//dependency[not(version)]").isEmpty(), file + " has a dependency without a version");
		String exclusion = EXCLUSIONS.get(artifact);
		demand(exclusion == null || select(pom, "//exclusion/artifactId").contains(exclusion),
				file + " doesn't exclude " + exclusion);
		if (artifact.equals(BOM)) {
			Set<String> managed = new TreeSet<>(select(pom, "//dependencyManagement//artifactId"));
			managed.add(BOM);
			demand(managed.equals(ARTIFACTS), file + " manages " + managed);
		}
	}

	private static List<String> select(Document pom, String path) throws Exception {
		NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
		List<String> values = new ArrayList<>();
		for (int i = 0; i < nodes.getLength(); i++) {
			values.add(nodes.item(i).getTextContent().strip());
		}
		return values;
	}

	private static boolean any(List<String> names, Predicate<String> test) {
		return names.stream().anyMatch(test);
	}

	private static Path beside(Path file, String extension) {
		return file.resolveSibling(file.getFileName() + extension);
	}

	private static boolean succeeds(String... command) throws Exception {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			System.err.print(said);
			return false;
		}
		return true;
	}

	private void demand(boolean met, String mistake) {
		if (!met) {
			this.mistakes.add(mistake);
		}
	}

}
