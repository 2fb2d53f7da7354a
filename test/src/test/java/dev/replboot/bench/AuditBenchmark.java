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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.replboot.audit.chain.ChainFiles;
import dev.replboot.audit.chain.ChainVerifier;
import dev.replboot.audit.chain.ChainWriter;
import dev.replboot.audit.chain.Verification;

/**
 * How much longer does {@code (+ 1 2)} take over the socket REPL when a file sink is
 * required, and how fast are a million records added and verified?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=Audit package
 * </pre>
 *
 * The baseline is the same server without a file sink. Both run in this process and are
 * asked in turn by the same client.
 */
public final class AuditBenchmark {

	private static final int TRIPS = 200;

	private static final int WARM_UP = 3000;

	private static final String FORM = "(+ 1 2)";

	private static final int RECORDS = Integer.getInteger("bench.records", 1_000_000);

	private static final int BATCH = 100;

	private AuditBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if a server fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Rounds.count(9);
		Path folder = Files.createTempDirectory("audit");
		Report report = new Report("The record in a file, " + TRIPS + " round trips of " + FORM + " a round", rounds);
		try (GuardedServer none = GuardedServer.start();
				GuardedServer second = start(folder, "second");
				GuardedServer record = start(folder, "record");
				PromptClient without = none.connect();
				PromptClient bySecond = second.connect();
				PromptClient byRecord = record.connect()) {
			for (PromptClient client : List.of(without, bySecond, byRecord)) {
				median(client, WARM_UP);
			}
			compare(report, "fsync every second, median, ms", rounds, bySecond, without, 1.2);
			compare(report, "fsync every record, median, ms", rounds, byRecord, without, 0);
		}
		report.note(rates(folder.resolve("million.jsonl")));
		report.close();
		System.exit(0);
	}

	private static GuardedServer start(Path folder, String fsync) {
		return GuardedServer.start("repl.audit.file=" + folder.resolve(fsync), "repl.audit.required=file",
				"repl.audit.fsync=" + fsync);
	}

	private static void compare(Report report, String what, int rounds, PromptClient ours, PromptClient baseline,
			double target) throws Exception {
		double[] with = new double[rounds];
		double[] without = new double[rounds];
		Rounds.alternate(rounds, (round) -> with[round] = median(ours, TRIPS),
				(round) -> without[round] = median(baseline, TRIPS));
		report.compare(what, new Figures(with), new Figures(without), target);
	}

	private static double median(PromptClient client, int count) throws IOException {
		long[] nanos = new long[count];
		for (int i = 0; i < count; i++) {
			long start = System.nanoTime();
			String answer = client.ask(FORM);
			nanos[i] = System.nanoTime() - start;
			if (!answer.equals("3\n")) {
				throw new IllegalStateException("Not the answer: " + answer);
			}
		}
		return Figures.ofNanosAsMillis(nanos).median();
	}

	private static String rates(Path file) throws IOException {
		ChainFiles files = new ChainFiles(file);
		long begin = System.nanoTime();
		try (ChainWriter writer = ChainWriter.open(files, 100L << 20)) {
			for (int i = 0; i < RECORDS; i += BATCH) {
				writer.append(batch(i));
			}
		}
		double append = (System.nanoTime() - begin) / 1e9;
		begin = System.nanoTime();
		Verification found = ChainVerifier.verify(files, List.of());
		double verify = (System.nanoTime() - begin) / 1e9;
		if (!found.isIntact() || found.records() != RECORDS) {
			throw new IllegalStateException("Not as it was written: " + found);
		}
		long bytes = 0;
		for (Path each : files.all()) {
			bytes += Files.size(each);
		}
		return String.format(Locale.ROOT,
				"%,d records, %,d MB in %d files: added in %.1f s (%,.0f a second), verified in %.1f s (%,.0f a second)",
				RECORDS, bytes >> 20, found.files().size(), append, RECORDS / append, verify, RECORDS / verify);
	}

	// the members of an evaluation's outcome
	private static List<Map<String, Object>> batch(int first) {
		List<Map<String, Object>> batch = new ArrayList<>(BATCH);
		for (int i = first; i < first + BATCH; i++) {
			Map<String, Object> record = new LinkedHashMap<>();
			record.put("sequence", i);
			record.put("at", "2026-11-24T00:51:18.425079457Z");
			record.put("application", "orders");
			record.put("instance", "host-1, process 18647");
			record.put("type", "REPL_EVALUATED");
			record.put("principal", "ann");
			record.put("authorities", List.of("ROLE_REPL_ADMIN"));
			record.put("session", "s1");
			record.put("protocol", "socket");
			record.put("peer", "127.0.0.1:43994");
			record.put("peerUser", "ann");
			record.put("lease", "2026-11-24T00:51:14.059852282Z");
			record.put("leaseReason", "INC-42");
			record.put("evaluation", i);
			record.put("form", "(sql \"select * from orders where id = ?\" " + i + ")");
			record.put("namespace", "user");
			record.put("outcome", "success");
			record.put("durationMillis", 3);
			record.put("value", "[{:id " + i + ", :status \"NEW\"}]");
			record.put("valueSha256", "5c45ebf1e872e198204c5b2f58835e70d08df5df9fde686f60f35b70e41679d5");
			batch.add(record);
		}
		return batch;
	}

}
