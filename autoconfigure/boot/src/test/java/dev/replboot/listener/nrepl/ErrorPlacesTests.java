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

package dev.replboot.listener.nrepl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.assertj.core.api.SoftAssertions;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import dev.replboot.testsupport.BreakableSink;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first line of an error names a line of the user's own text, in each protocol:
 * whatever throws, and also where Clojure knows no line.
 */
class ErrorPlacesTests {

	private static final Pattern ELSEWHERE = Pattern.compile(
			"dev\\.replboot|repl\\.(kit|nrepl)(\\.[a-z]+)?/|java\\.(lang|util)\\.[a-zA-Z.]+/|springframework|org\\.h2");

	private static final List<String> SETUP = List.of("(defmacro boom [] (throw (ex-info \"m\" {})))",
			"(defn deep [n] (inc (deep n)))");

	// where the error is: the function, if any, and how many lines below the form's first
	private static final List<Case> CASES = List.of(
			// the reader
			at(0, "(inc {:a})"), at(1, "[1\n {:a 1 :a 2}]"), at(0, "#inst \"x\""), at(0, "(1 #no/tag 1)"),
			at(0, "\"\\q\""),
			// the compiler
			at(0, "#(%25)"), at(0, "nope"), at(0, "[1 nope]"), at(0, "@nope"), at(1, "(do\n (nope))"),
			at(0, "{:a no.such/thing}"), at(0, "(let [x])"), at(1, "(do\n (boom))"), at(0, "#'nope"), at(0, "(quote)"),
			at(0, "(str \"" + "y".repeat(66_000) + "\")"),
			// the user's code
			at("user/eval", 1, "(do\n (/ 1 0))"), at("user/eval", 0, "((fn [] (throw (Exception. \"e\"))))"),
			at("user/eval", 0, "@(future (/ 1 0))"), at("user/eval", 0, "(.foo (identity \"x\"))"),
			at("user/eval", 0, "@1"), at("user/eval", 0, "(map (fn [x] (throw (ex-info \"lazy\" {}))) [1])"),
			at("user/eval", 0, "(eval '(/ 1 0))"), at("user/deep", -1, "(deep 1)"),
			at("user/eval", 1, "(do 1\n (System/exit 0))"),
			// functions of the kit
			at("user/eval", 0, "(stack \"main\" 1 2 3 4)"), at("user/eval", 0, "(sql \"select nonsense\")"),
			at("user/eval", 1, "(do 1\n (sql \"select nonsense\"))"), at("user/eval", 0, "(bean 'no-such-bean)"),
			at("user/eval", 0, "(bean Runnable)"), at("user/eval", 0, "(mapv sql [\"select nonsense\"])"),
			at("user/eval", 0, "(apply sql [\"select nonsense\"])"),
			at("user/eval", 0, "@(future (sql \"select nonsense\"))"),
			at("user/eval", 0, "@(future-call (partial sql \"select nonsense\"))"),
			at("user/eval", 0, "(map (fn [x] (sql x)) [\"select nonsense\"])"),
			at(0, "(map sql [\"select nonsense\"])"),
			at("user/eval", 0, "(run-as \"nobody\" (sql \"select nonsense\"))"));

	private static TestRepl repl;

	private static BreakableSink sink;

	@TempDir
	private static Path folder;

	private static Case at(int line, String form) {
		return at("", line, form);
	}

	private static Case at(String function, int line, String form) {
		return new Case(function, line, form);
	}

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Beans.class }, "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.prepl.enabled=true", "repl.prepl.port=0", "repl.audit.required=breakable",
				"repl.audit.log=false");
		sink = repl.context().getBean(BreakableSink.class);
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	private static List<Case> cases() throws IOException {
		List<Case> cases = new ArrayList<>(CASES);
		for (String code : List.of("(/ 1 0)", "(sql \"select nonsense\")", "(defn f [] (nope))", "{:a}", "(boom)")) {
			Path file = Files.createTempFile(folder, "at-three", ".clj");
			Files.writeString(file, "(ns user)\n\n" + code + "\n");
			cases.add(new Case(file.getFileName() + ":3", -1, "(load-file \"" + file + "\")"));
		}
		return cases;
	}

	@Test
	void overTheSocketErrorsAreInTheLineOfTheForm() throws IOException {
		SoftAssertions softly = new SoftAssertions();
		try (ReplClient client = repl.login()) {
			int line = 1;
			for (String form : SETUP) {
				line += send(client, form);
				client.readUntil("user=> ");
			}
			for (Case each : cases()) {
				int lines = send(client, each.form());
				softly.assertThat(firstLine(client.readUntil("user=> ")))
					.as(each.form())
					.matches(each.place("(REPL|NO_SOURCE_FILE)", line))
					.doesNotContainPattern(ELSEWHERE);
				line += lines;
			}
			sink.breakDown(true);
			send(client, "(+ 1 1)");
			softly.assertThat(firstLine(client.readUntil("user=> "))).contains(" at (REPL:" + line + ")");
		}
		finally {
			sink.breakDown(false);
		}
		softly.assertAll();
	}

	private static int send(ReplClient client, String form) {
		client.send(form + "\n");
		return (int) form.lines().count();
	}

	@Test
	void overNreplErrorsAreInTheLineOfTheFile() throws IOException {
		SoftAssertions softly = new SoftAssertions();
		try (NreplClient client = NreplClient.login(repl)) {
			String session = client.newSession();
			SETUP.forEach((form) -> client.eval(session, form));
			for (Case each : cases()) {
				softly.assertThat(firstLine(error(client, session, each.form())))
					.as(each.form())
					.matches(each.place("x\\.clj", 7))
					.doesNotContainPattern(ELSEWHERE);
			}
			sink.breakDown(true);
			softly.assertThat(firstLine(error(client, session, "(+ 1 1)"))).contains(" at (x.clj:7)");
		}
		finally {
			sink.breakDown(false);
		}
		softly.assertAll();
	}

	private static String error(NreplClient client, String session, String form) {
		return NreplClient.text("err", client.roundTrip("op", "eval", "session", session, "code", form, "file",
				"/somewhere/x.clj", "line", 7));
	}

	@Test
	void overPreplWhatHasNoFrameOfTheUsersHasNone() {
		try (ReplClient client = ReplClient.connect(Objects.requireNonNull(repl.address("prepl").port()))) {
			client.send(repl.token(TestPrincipal.ADMIN) + "\n");
			client.readUntil("\n");
			client.send("\nnope\n");
			assertThat(client.readUntil("\n")).contains(":line 2, :column 1");
			sink.breakDown(true);
			client.send("(+ 1 1)\n");
			assertThat(client.readUntil("\n")).contains(":exception true", ":trace []")
				.doesNotContain("java.lang.Thread");
		}
		finally {
			sink.breakDown(false);
		}
	}

	private static String firstLine(String text) {
		Optional<String> line = text.lines().filter((each) -> each.contains("rror")).findFirst();
		return line.orElse("no error: " + text);
	}

	/**
	 * A form, and where its error is.
	 *
	 * @param function the function, or the file; empty if there is none
	 * @param below how many lines below the form's first, or -1 if it isn't in the form
	 * @param form the form
	 */
	private record Case(String function, int below, String form) {

		String place(String file, int line) {
			String function = Pattern.quote(this.function);
			String place = (this.below < 0) ? "" : "\\((\\S*/)?" + file + ":" + (line + this.below) + "(:\\d+)?\\)";
			return this.function.isEmpty() ? ".* at " + place + "\\.$" : ".*" + function + "\\S* ?" + place + ".*";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		BreakableSink breakableSink() {
			return new BreakableSink();
		}

		@Bean
		DataSource dataSource() {
			JdbcDataSource source = new JdbcDataSource();
			source.setURL("jdbc:h2:mem:error-places");
			return source;
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new DataSourceTransactionManager(dataSource);
		}

	}

}
