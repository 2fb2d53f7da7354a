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

package dev.replboot.test.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.replboot.test.sample.SampleProcess;

/**
 * What a process holds, after a full collection.
 *
 * @param threads the live threads
 * @param loaders the class loaders by their type, without those of the next
 * @param reflection the class loaders that the JDK makes for itself when something is
 * called by reflection often: one for each method, softly held
 * @param metaspace megabytes in use for classes
 * @param files the open files and sockets
 * @param connections the connections of the pool that are in use
 */
record Figures(long threads, Map<String, Long> loaders, long reflection, double metaspace, long files,
		long connections) {

	private static final Pattern VALUE = Pattern.compile("\"value\":([0-9.E]+)");

	// 0x00007f0c98012345 0x… 0x… 1 768 536 jdk.internal.reflect.DelegatingClassLoader
	private static final Pattern LOADER = Pattern
		.compile("(?m)^0x\\p{XDigit}+ +0x\\p{XDigit}+ +0x\\p{XDigit}+ +\\d+ +\\d+ +\\d+ +(\\S.*)$");

	private static final String REFLECTION = "jdk.internal.reflect.DelegatingClassLoader";

	static Figures of(SampleProcess sample) throws IOException, InterruptedException {
		// what the first finds to be unreachable the second unloads
		jcmd(sample, "GC.run");
		jcmd(sample, "GC.run");
		Map<String, Long> loaders = new TreeMap<>();
		Matcher matcher = LOADER.matcher(jcmd(sample, "VM.classloader_stats"));
		while (matcher.find()) {
			loaders.merge(matcher.group(1).strip(), 1L, Long::sum);
		}
		Long reflection = loaders.remove(REFLECTION);
		long threads = (long) meter(sample, "jvm.threads.live");
		double metaspace = meter(sample, "jvm.memory.used?tag=id:Metaspace") / (1 << 20);
		long connections = (long) meter(sample, "hikaricp.connections.active");
		return new Figures(threads, loaders, (reflection != null) ? reflection : 0, metaspace, files(sample),
				connections);
	}

	private static long files(SampleProcess sample) throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/" + sample.process().pid() + "/fd"))) {
			return files.count();
		}
	}

	private static double meter(SampleProcess sample, String name) {
		String body = sample.request("GET", sample.management("/actuator/metrics/" + name), "nobody", "").body();
		Matcher value = VALUE.matcher(body);
		if (!value.find()) {
			throw new IllegalStateException("No such meter: " + body);
		}
		return Double.parseDouble(value.group(1));
	}

	private static String jcmd(SampleProcess sample, String command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
				String.valueOf(sample.process().pid()), command)
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(output);
		}
		return output;
	}

	long allLoaders() {
		return this.loaders.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Whether nothing has become more since others, apart from what the JDK keeps for its
	 * reflection.
	 * @param before the others
	 * @return whether nothing has
	 */
	boolean isNoMoreThan(Figures before) {
		return this.threads <= before.threads && allLoaders() <= before.allLoaders() && this.files <= before.files
				&& this.connections <= before.connections;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%8d %8d %11d %10.1f %6d %12d", this.threads, allLoaders(), this.reflection,
				this.metaspace, this.files, this.connections);
	}

}
