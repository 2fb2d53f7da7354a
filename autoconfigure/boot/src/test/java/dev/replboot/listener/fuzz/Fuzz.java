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

package dev.replboot.listener.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.replboot.listener.nrepl.BencodeTarget;

/**
 * Tries generated inputs for some minutes and says what it found.
 *
 * <pre>
 * ./mvnw -q -Pfuzz -Dfuzz.minutes=10 -pl autoconfigure/boot -am package
 * </pre>
 *
 * Inputs that led to something new are added to the corpus in {@code src/test/resources},
 * which {@code FuzzCorpusTests} goes through in every build.
 */
public final class Fuzz {

	/**
	 * Longer inputs aren't worth their place in the corpus.
	 */
	private static final int MOST_KEPT_BYTES = 600;

	/**
	 * Of a run, the shortest: each is tried in every build from then on.
	 */
	private static final int MOST_KEPT = 60;

	private final Path corpora;

	private final long seed;

	private Fuzz(Path corpora, long seed) {
		this.corpora = corpora;
		this.seed = seed;
	}

	/**
	 * Runs it.
	 * @param args the minutes in all, the folder of the corpora, and maybe a seed
	 * @throws Exception if a target can't be made
	 */
	public static void main(String[] args) throws Exception {
		Duration each = Duration.ofSeconds((long) (60 * Double.parseDouble(args[0]) / 5));
		long seed = (args.length > 2) ? Long.parseLong(args[2]) : System.nanoTime();
		Fuzz fuzz = new Fuzz(Path.of(args[1]), seed);
		boolean held = fuzz.run(new BencodeTarget(), each);
		for (DoorTarget.Door door : DoorTarget.Door.values()) {
			held &= fuzz.run(new DoorTarget(door), each);
		}
		held &= fuzz.run(new PreplReaderTarget(), each);
		System.exit(held ? 0 : 1);
	}

	private boolean run(FuzzTarget target, Duration time) throws Exception {
		List<byte[]> corpus = Corpus.of(target);
		Set<String> known = new HashSet<>();
		List<byte[]> found = new ArrayList<>();
		Mutator mutator = new Mutator(this.seed, target.words());
		Instant end = Instant.now().plus(time);
		long tried = 0;
		List<byte[]> inputs = List.copyOf(corpus);
		try (target) {
			while (Instant.now().isBefore(end)) {
				List<String> outcomes = target.tryOut(inputs);
				for (int i = 0; i < inputs.size(); i++) {
					if (known.add(outcomes.get(i)) && tried > 0) {
						corpus.add(inputs.get(i));
						found.add(inputs.get(i));
					}
				}
				tried += inputs.size();
				inputs = generate(mutator, corpus, target.batch());
			}
		}
		catch (AssertionError ex) {
			System.out.printf("%s: does not hold (seed %d), with one of:%n", target.name(), this.seed);
			inputs.forEach((input) -> System.out.println("  " + Corpus.write(input)));
			ex.printStackTrace(System.out);
			return false;
		}
		keep(target, found);
		System.out.printf("%s: %d inputs in %d s, %d outcomes, %d of them new; all properties held (seed %d)%n",
				target.name(), tried, time.toSeconds(), known.size(), found.size(), this.seed);
		return true;
	}

	private static List<byte[]> generate(Mutator mutator, List<byte[]> corpus, int count) {
		List<byte[]> inputs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			inputs.add(mutator.next(corpus));
		}
		return inputs;
	}

	private void keep(FuzzTarget target, List<byte[]> found) throws IOException {
		Path file = this.corpora.resolve(target.name() + ".txt");
		List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.US_ASCII));
		found.stream()
			.filter((input) -> input.length <= MOST_KEPT_BYTES)
			.sorted(Comparator.comparingInt((input) -> input.length))
			.limit(MOST_KEPT)
			.map(Corpus::write)
			.forEach(lines::add);
		Files.write(file, lines, StandardCharsets.US_ASCII);
	}

}
