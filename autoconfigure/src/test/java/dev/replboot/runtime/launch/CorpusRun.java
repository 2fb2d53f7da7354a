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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.replboot.runtime.TestRuntime;

/**
 * Scratch: runs a corpus file, prints what isn't stopped.
 */
public final class CorpusRun {

	private CorpusRun() {
	}

	public static void main(String[] args) throws Exception {
		long t0 = System.nanoTime();
		TestRuntime repl = dev.replboot.runtime.TestBeans.repl(dev.replboot.runtime.TestBeans.context());
		System.out.println(repl.eval("(+ 1 2)") + " open ms " + (System.nanoTime() - t0) / 1000000);
		repl.eval("(require 'clojure.string)");
		Map<String, String> forms = new LinkedHashMap<>();
		for (String part : Files.readString(Path.of(args[0])).split("(?m)^### ")) {
			int nl = part.indexOf('\n');
			if (nl > 0) {
				forms.put(part.substring(0, nl).trim(), part.substring(nl + 1));
			}
		}
		int stopped = 0;
		double[] times = new double[forms.size()];
		for (Map.Entry<String, String> e : forms.entrySet()) {
			if (args.length > 1 && !Arrays.asList(args).subList(1, args.length).contains(e.getKey())) {
				continue;
			}
			TestRuntime.Running running = repl.start(e.getValue());
			Thread.sleep(Integer.getInteger("wait", 250));
			boolean early = running.output.isDone();
			double ms = running.stop(Duration.ofSeconds(3));
			if (ms >= 0 && ms < 1000) {
				times[stopped++] = ms;
			}
			if (ms < 0 || ms > 200 || early) {
				System.out.println(((ms < 0) ? "NOT STOPPED " : (early ? "DONE BEFORE " : "SLOW ")) + e.getKey() + " "
						+ ms + " " + (early ? running.output.get() : ""));
				if (ms < 0) {
					for (Thread t : running.scope.threads()) {
						System.out.println("   " + t + " " + t.getState());
						Arrays.stream(t.getStackTrace()).limit(12).forEach((f) -> System.out.println("      " + f));
					}
				}
			}
		}
		double[] some = Arrays.copyOf(times, stopped);
		Arrays.sort(some);
		System.out.println("stopped " + stopped + " of " + forms.size() + " median " + some[stopped / 2] + " worst "
				+ some[stopped - 1]);
		System.out.println(repl.eval("(+ 1 2)"));
		t0 = System.nanoTime();
		System.out.println(repl.unload() + " ms " + (System.nanoTime() - t0) / 1000000);
		System.exit(0);
	}

}
