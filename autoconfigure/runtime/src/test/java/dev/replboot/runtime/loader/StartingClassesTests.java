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

package dev.replboot.runtime.loader;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartingClasses}.
 */
@Tag("plain")
class StartingClassesTests {

	private final StartingClasses classes = new StartingClasses(getClass().getClassLoader());

	@Test
	void findsWhatClojureStartsWith() {
		assertThat(this.classes.find("clojure/core$map")).isNotNull();
		assertThat(this.classes.find("java/lang/String")).isNull();
		this.classes.letGo();
	}

	// the JDK fails in another way for each moment of closing
	@Test
	void threadsThatLoadAtTheMomentOfLettingGoDoNotFail() throws Exception {
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 100; i++) {
			ClojureJars closing = ClojureJars.open(getClass().getClassLoader());
			List<Thread> threads = Stream.generate(() -> new Thread(() -> findUntilGone(closing, failures)))
				.limit(3)
				.toList();
			threads.forEach(Thread::start);
			assertThat(closing.find("clojure/core$map.class")).isNotNull();
			closing.close();
			for (Thread thread : threads) {
				thread.join();
			}
		}
		assertThat(failures).isEmpty();
	}

	private static void findUntilGone(ClojureJars jars, List<Throwable> failures) {
		try {
			while (jars.find("clojure/lang/RT.class") != null) {
				// large, so that reading it takes a while
				jars.find("clojure/lang/Compiler.class");
			}
		}
		catch (Throwable ex) {
			failures.add(ex);
		}
	}

	@Test
	void threadThatLoadsWhileTheyAreLetGoOfFindsTheClassElsewhere() {
		this.classes.letGo();
		assertThat(this.classes.find("clojure/core$map")).isNull();
		assertThat(this.classes.find("clojure/pprint__init")).isNull();
	}

}
