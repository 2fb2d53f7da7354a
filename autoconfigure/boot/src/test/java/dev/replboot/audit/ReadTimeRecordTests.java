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

package dev.replboot.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.audit.ReadTimeSession.Protocol;
import dev.replboot.testsupport.BreakableSink;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code that runs while a form is read: it is on record before it runs, each time, and
 * doesn't run when it can't be recorded.
 */
@NullUnmarked
class ReadTimeRecordTests {

	private static final List<ReadTimeForm> KINDS = ReadTimeForm.all();

	private static TestRepl repl;

	private static BreakableSink sink;

	/**
	 * How much is on record.
	 * @return the number of evaluations
	 */
	static int announced() {
		return sink.announced().size();
	}

	@TempDir
	private Path folder;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Sinks.class }, "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.prepl.enabled=true", "repl.prepl.port=0", "repl.audit.required=breakable", "repl.audit.log=false",
				"repl.limits.sessions=100");
		sink = repl.context().getBean(BreakableSink.class);
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void whatRunsWhileAFormIsReadIsOnRecordBefore(Protocol protocol) {
		SoftAssertions softly = new SoftAssertions();
		try (ReadTimeSession session = new ReadTimeSession(repl, sink, protocol)) {
			for (ReadTimeForm kind : KINDS) {
				ReadTimeEffect.RUNS.clear();
				int before = sink.announced().size();
				session.perform(kind, () -> ReadTimeEffect.RUNS.size() >= kind.effects());
				List<Integer> runs = List.copyOf(ReadTimeEffect.RUNS);
				List<String> all = sink.announced();
				softly.assertThat(session.answers()).as(kind.code()).isTrue();
				softly.assertThat(runs).as(kind.code()).hasSize(kind.effects());
				for (int i = 0; i < runs.size(); i++) {
					List<String> announced = all.subList(before, runs.get(i));
					softly.assertThat(announced)
						.as(kind.code())
						.hasSizeGreaterThan(i)
						.anySatisfy((form) -> assertThat(form).contains(kind.marker()));
				}
			}
		}
		softly.assertAll();
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void whatCannotBeRecordedDoesNotRunWhileAFormIsRead(Protocol protocol) {
		SoftAssertions softly = new SoftAssertions();
		try (ReadTimeSession session = new ReadTimeSession(repl, sink, protocol)) {
			for (ReadTimeForm kind : KINDS) {
				ReadTimeEffect.RUNS.clear();
				int refused = sink.refused();
				sink.breakDown(true);
				try {
					session.perform(kind, () -> sink.refused() > refused || !ReadTimeEffect.RUNS.isEmpty());
				}
				finally {
					sink.breakDown(false);
				}
				softly.assertThat(ReadTimeEffect.RUNS).as(kind.code()).isEmpty();
				softly.assertThat(session.answers()).as(kind.code()).isTrue();
			}
		}
		softly.assertAll();
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void formWhoseResolverCannotBeRecordedIsRefusedOnce(Protocol protocol) {
		try (ReadTimeSession session = new ReadTimeSession(repl, sink, protocol)) {
			session.eval("(do (alter-var-root #'*reader-resolver* (constantly (reify clojure.lang.LispReader$Resolver"
					+ " (currentNS [_] " + ReadTimeForm.CALL + " 'user) (resolveClass [_ s]) (resolveAlias [_ s])"
					+ " (resolveVar [_ s])))) nil)");
			try {
				ReadTimeEffect.RUNS.clear();
				int refused = sink.refused();
				sink.breakDown(true);
				session.perform(new ReadTimeForm("::a", "", 0, false), () -> sink.refused() > refused);
				sink.breakDown(false);
				int after = sink.refused();
				assertThat(ReadTimeEffect.RUNS).isEmpty();
				assertThat(session.answers()).isTrue();
				assertThat(sink.refused()).isEqualTo(after);
			}
			finally {
				sink.breakDown(false);
				session.eval("(do (alter-var-root #'*reader-resolver* (constantly nil)) nil)");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void validatorOfWhatASessionBindsDoesNotRunUnrecorded(Protocol protocol) {
		try (ReadTimeSession session = new ReadTimeSession(repl, sink, protocol)) {
			session.eval("(doseq [v [#'*1 #'*e #'*ns* #'*print-length*]]" + " (set-validator! v (fn [_] (boolean "
					+ ReadTimeForm.CALL + "))))");
			ReadTimeEffect.RUNS.clear();
			int refused = sink.refused();
			sink.breakDown(true);
			try {
				session.perform(new ReadTimeForm("1", "", 0, false), () -> sink.refused() > refused);
			}
			finally {
				sink.breakDown(false);
			}
			assertThat(session.answers()).isTrue();
			assertThat(ReadTimeEffect.RUNS).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void filesAreMadeByConstructorLiteralsOnlyOnRecord(Protocol protocol) {
		try (ReadTimeSession session = new ReadTimeSession(repl, sink, protocol)) {
			for (boolean open : new boolean[] { false, true }) {
				Path file = this.folder.resolve("file-" + open);
				ReadTimeForm kind = new ReadTimeForm(
						"(comment #java.io.FileOutputStream[\"" + file + "\"]" + (open ? "" : ")"), "", 1, open);
				int refused = sink.refused();
				sink.breakDown(true);
				try {
					session.perform(kind, () -> sink.refused() > refused || Files.exists(file));
				}
				finally {
					sink.breakDown(false);
				}
				assertThat(file).doesNotExist();
				int before = sink.announced().size();
				session.perform(kind, () -> Files.exists(file));
				assertThat(file).exists();
				List<String> announced = sink.announced();
				assertThat(announced.subList(before, announced.size()))
					.anySatisfy((form) -> assertThat(form).contains("java.io.FileOutputStream", file.toString()));
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Sinks {

		@Bean
		BreakableSink breakableSink() {
			return new BreakableSink();
		}

	}

}
