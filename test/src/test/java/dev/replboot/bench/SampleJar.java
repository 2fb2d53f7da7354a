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

package dev.replboot.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.function.Predicate;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Jars derived from the sample application's. Both sides of a comparison are written by
 * the same code, so that they differ in nothing but what they are meant to.
 */
final class SampleJar {

	private static final String LIBRARIES = "BOOT-INF/lib/";

	private static final String CLASSES = "BOOT-INF/classes/";

	private static final String MANIFEST = "META-INF/MANIFEST.MF";

	private static final String START_CLASS = "Start-Class";

	private static final Pattern STARTER = Pattern.compile(
			"(repl-(spring-boot-(starter|autoconfigure)|runtime|core|kit|twin)|clojure|spec\\.alpha|core\\.specs\\.alpha"
					+ "|tools\\.(namespace|reader)|java\\.classpath|asm|jline-(reader|terminal))-\\d.*");

	private final Path source;

	private SampleJar(Path source) {
		this.source = source;
	}

	static SampleJar find() {
		String module = "sample-app/target/sample-app.jar";
		Path jar = Files.exists(Path.of(module)) ? Path.of(module) : Path.of("..").resolve(module);
		if (!Files.exists(jar)) {
			throw new IllegalStateException("Build the sample application first: ./mvnw -DskipTests package");
		}
		return new SampleJar(jar);
	}

	/**
	 * Copy the jar as it is.
	 * @param target where to
	 * @return the target
	 */
	Path copy(Path target) {
		return write(target, (library) -> true, null);
	}

	/**
	 * Copy the jar without the starter and what came with it alone.
	 * @param target where to
	 * @return the target
	 */
	Path copyWithoutStarter(Path target) {
		return write(target, (library) -> !STARTER.matcher(library).matches(), null);
	}

	/**
	 * Copy the jar with another main class in it, which finds the name of the
	 * application's own in the system property of {@link PlainClojureApplication}.
	 * @param target where to
	 * @param main the main class
	 * @return the target
	 */
	Path copyWithMain(Path target, Class<?> main) {
		return write(target, (library) -> true, main);
	}

	/**
	 * The application's main class.
	 * @return its name
	 */
	String startClass() {
		try (ZipFile zip = new ZipFile(this.source.toFile());
				InputStream in = zip.getInputStream(zip.getEntry(MANIFEST))) {
			return new Manifest(in).getMainAttributes().getValue(START_CLASS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path write(Path target, Predicate<String> libraries, Class<?> main) {
		try (ZipFile zip = new ZipFile(this.source.toFile());
				ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
			Enumeration<? extends ZipEntry> entries = zip.entries();
			while (entries.hasMoreElements()) {
				ZipEntry entry = entries.nextElement();
				if (isKept(entry.getName(), libraries)) {
					byte[] content = zip.getInputStream(entry).readAllBytes();
					put(out, entry, adapt(entry.getName(), content, libraries, main));
				}
			}
			if (main != null) {
				String path = main.getName().replace('.', '/') + ".class";
				try (InputStream in = main.getClassLoader().getResourceAsStream(path)) {
					out.putNextEntry(new ZipEntry(CLASSES + path));
					in.transferTo(out);
					out.closeEntry();
				}
			}
			return target;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isKept(String name, Predicate<String> libraries) {
		return !name.startsWith(LIBRARIES) || name.equals(LIBRARIES)
				|| libraries.test(name.substring(LIBRARIES.length()));
	}

	private static byte[] adapt(String name, byte[] content, Predicate<String> libraries, Class<?> main)
			throws IOException {
		if (name.endsWith(".idx")) {
			return new String(content, StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.contains(LIBRARIES)
						|| isKept(line.substring(line.indexOf(LIBRARIES), line.lastIndexOf('"')), libraries))
				.collect(Collectors.joining("\n", "", "\n"))
				.getBytes(StandardCharsets.UTF_8);
		}
		if (name.equals(MANIFEST) && main != null) {
			Manifest manifest = new Manifest(new ByteArrayInputStream(content));
			manifest.getMainAttributes().putValue(START_CLASS, main.getName());
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			manifest.write(bytes);
			return bytes.toByteArray();
		}
		return content;
	}

	private static void put(ZipOutputStream out, ZipEntry entry, byte[] content) throws IOException {
		ZipEntry copy = new ZipEntry(entry.getName());
		copy.setTime(entry.getTime());
		copy.setMethod(entry.getMethod());
		if (entry.getMethod() == ZipEntry.STORED) {
			// nested jars: Boot's loader reads them in place; they are copied unchanged
			copy.setSize(entry.getSize());
			copy.setCompressedSize(entry.getSize());
			copy.setCrc(entry.getCrc());
		}
		out.putNextEntry(copy);
		out.write(content);
		out.closeEntry();
	}

}
