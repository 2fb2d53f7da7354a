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

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.replboot.listener.nrepl.BencodeTarget;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Goes through all inputs that fuzzing began with or found, and some new ones which are
 * the same each time.
 */
class FuzzCorpusTests {

	private static void assertHolds(FuzzTarget target, int more) throws Exception {
		try (target) {
			List<byte[]> corpus = Corpus.of(target);
			assertThat(corpus).hasSizeGreaterThan(10);
			assertThat(target.tryOut(corpus)).hasSameSizeAs(corpus);
			Mutator mutator = new Mutator(42, target.words());
			List<byte[]> made = Stream.generate(() -> mutator.next(corpus)).limit(more).toList();
			assertThat(target.tryOut(made)).hasSize(more);
		}
	}

	@Test
	void bencodeDecoderOnlyDecodesOrRefuses() throws Exception {
		assertHolds(new BencodeTarget(), 5000);
	}

	@ParameterizedTest
	@EnumSource
	void strangerIsAnsweredOrSentAwayAndNothingIsEvaluated(DoorTarget.Door door) throws Exception {
		assertHolds(new DoorTarget(door), 48);
	}

	@Test
	void preplAnswersWithMapsWhateverComes() throws Exception {
		assertHolds(new PreplReaderTarget(), 20);
	}

}
