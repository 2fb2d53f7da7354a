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

package dev.replboot.test.twin;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.test.sample.SampleProcess;
import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The twin: beside the live sample application, and of an application that does something
 * of every kind when it starts.
 */
@Timeout(300)
class TwinTests {

	@TempDir
	Path folder;

	@Test
	void whatStartsWithTheApplicationDoesSo() throws Exception {
		TwinProcess normal = sideEffects("");
		assertThat(normal.status()).as(normal.err()).isZero();
		assertThat(Files.readAllLines(this.folder.resolve("effects"))).contains("runner", "command line runner",
				"all singletons", "refreshed", "closed", "constructed", "destroyed", "eager", "lifecycle", "tick",
				"ready");
	}

	@Test
	void nothingStartsWithTheTwin() throws Exception {
		TwinProcess twin = sideEffects("(+ 1 2)", "--repl.twin", "--server.port=0");
		assertThat(twin.out()).as(twin.err()).isEqualTo("3\n");
		assertThat(twin.status()).isZero();
		assertThat(this.folder.resolve("effects")).doesNotExist();
	}

	@Test
	void beansAreBuiltWhenTouchedAndStartedOnPurposeAlone() throws Exception {
		TwinProcess twin = sideEffects(
				"(bean 'ticker) (some? (bean 'constructed)) (start! 'poller) (get (twin) \"runners-left-out\")",
				"--repl.twin", "--repl.twin.strict");
		assertThat(twin.status()).as(twin.err()).isZero();
		assertThat(twin.out()).contains("true\n\"poller runs.\"\n").contains("\"runner\" \"commandLineRunner\"");
		assertThat(Files.readAllLines(this.folder.resolve("effects"))).containsExactly("constructed", "lifecycle",
				"destroyed");
	}

	@Test
	void noMainMethodHasToHandArgumentsOn() throws Exception {
		TwinProcess twin = TwinProcess.run(this.folder, "",
				List.of("-Deffects=" + this.folder.resolve("effects"), "-cp", System.getProperty("java.class.path"),
						NoArguments.class.getName(), "--repl.twin", "--repl.twin.eval", "(str \"a b\")"));
		assertThat(twin.out()).as(twin.err()).isEqualTo("\"a b\"\n");
		assertThat(this.folder.resolve("effects")).doesNotExist();
	}

	@Test
	void liveProcessShowsNothingOfItsTwin() throws Exception {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		List<String> database = List.of("--spring.profiles.active=postgres", "--PGUSER=test", "--PGPASSWORD=",
				"--PGDATABASE=postgres", "--PGPORT=" + PostgresServer.get().port());
		try (SampleProcess live = SampleProcess.start(database.toArray(String[]::new))) {
			// its last line of the start may come after the one that it is known by
			Awaitility.await().until(() -> live.log().contains("Started OrderServiceApplication"));
			String log = live.log();
			TwinProcess twin = twin(database, """
					(-> (sql "select count(*) as n from orders") first :n)
					(.count (bean 'orderRepository))
					(.deleteAll (bean 'orderLineRepository))
					(println "not a value")
					:over""", "--repl.twin.strict");
			assertThat(twin.status()).as(twin.err()).isOne();
			assertThat(twin.out()).startsWith("300\n300\n").endsWith("nil\n:over\n").doesNotContain("not a value");
			assertThat(twin.err()).contains("read-only transaction");
			TwinProcess writing = twin(database, "(dry-run (.deleteAll (bean 'orderLineRepository)))",
					"--repl.twin.strict", "--repl.twin.writable");
			assertThat(writing.status()).as(writing.err()).isZero();
			kill(database);
			assertThat(live.log()).isEqualTo(log);
			assertThat(live.request("GET", live.management("/actuator/health"), "", "").statusCode()).isEqualTo(200);
		}
	}

	private void kill(List<String> database) throws Exception {
		Path out = this.folder.resolve("killed");
		List<String> arguments = arguments(database);
		Process process = TwinProcess.start(arguments, out, this.folder.resolve("killed-err"));
		process.getOutputStream().write("(.count (bean 'orderRepository))\n".getBytes(StandardCharsets.UTF_8));
		process.getOutputStream().flush();
		Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> !process.isAlive() || Files.size(out) > 0);
		assertThat(process.isAlive()).isTrue();
		process.destroyForcibly().waitFor();
	}

	private static List<String> arguments(List<String> database, String... more) {
		List<String> arguments = new ArrayList<>(List.of("-jar", TwinProcess.JAR.toString(), "--repl.twin"));
		arguments.addAll(List.of(more));
		arguments.addAll(database);
		return arguments;
	}

	private TwinProcess twin(List<String> database, String input, String... more) throws Exception {
		return TwinProcess.run(this.folder, input, arguments(database, more));
	}

	private TwinProcess sideEffects(String input, String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of("-Deffects=" + this.folder.resolve("effects"), "-cp",
				System.getProperty("java.class.path"), SideEffects.class.getName(), "--server.port=0"));
		all.addAll(List.of(arguments));
		return TwinProcess.run(this.folder, input, all);
	}

	/**
	 * Hands nothing on.
	 */
	public static final class NoArguments {

		public static void main(String[] arguments) {
			org.springframework.boot.SpringApplication.run(SideEffects.class);
		}

	}

}
