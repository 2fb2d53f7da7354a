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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.replboot.runtime.OwnNamespaces;

/**
 * What a running application occupies.
 *
 * @param threads the names of its Java threads; digits, which count, are left out
 * @param ports how many TCP ports it listens on
 * @param classes how many classes are loaded
 * @param clojureClasses those of them that are Clojure's
 * @param starterClasses those of them that are the starter's
 * @param heap bytes of live objects
 */
record Footprint(Set<String> threads, long ports, long classes, long clojureClasses, long starterClasses, long heap) {

	private static final String LISTENING = "0A";

	static Footprint of(JarProcess process) throws IOException {
		List<String> classes = process.diagnose("VM.class_hierarchy")
			.stream()
			.map((line) -> line.replaceFirst("^[|\\s-]*", ""))
			.toList();
		return new Footprint(threads(process), ports(process.pid()), classes.size(),
				classes.stream().filter((name) -> name.startsWith("clojure.")).count(),
				classes.stream()
					.filter((name) -> (name.startsWith("dev.replboot.") && !name.startsWith("dev.replboot.sample."))
							|| OwnNamespaces.containClass(name))
					.count(),
				heap(process));
	}

	private static Set<String> threads(JarProcess process) throws IOException {
		return process.diagnose("Thread.print")
			.stream()
			.filter((line) -> line.startsWith("\"") && line.contains(" prio="))
			.map((line) -> line.substring(1, line.indexOf('"', 1)).replaceAll("\\d+", "#"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	// the histogram collects garbage first; what references softly or waits for a
	// finalizer needs the second time
	private static long heap(JarProcess process) throws IOException {
		process.diagnose("GC.class_histogram");
		String total = process.diagnose("GC.class_histogram")
			.stream()
			.filter((line) -> line.startsWith("Total"))
			.findFirst()
			.orElseThrow();
		return Long.parseLong(total.strip().split("\\s+")[2]);
	}

	// the kernel's table has the ports of all processes; a socket is the process's when
	// one of its file descriptors is that inode
	private static long ports(long pid) throws IOException {
		Path directory = Path.of("/proc", String.valueOf(pid));
		if (!Files.exists(directory.resolve("fd"))) {
			return -1;
		}
		Set<String> sockets;
		try (Stream<Path> descriptors = Files.list(directory.resolve("fd"))) {
			sockets = descriptors.map(Footprint::target).collect(Collectors.toSet());
		}
		return Stream.of("tcp", "tcp6")
			.flatMap((table) -> lines(directory.resolve("net").resolve(table)))
			.map((line) -> line.strip().split("\\s+"))
			.filter((columns) -> columns[3].equals(LISTENING) && sockets.contains("socket:[" + columns[9] + "]"))
			.count();
	}

	private static Stream<String> lines(Path file) {
		try {
			return Files.readAllLines(file).stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			// closed since the directory was read
			return "";
		}
	}

}
