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

package dev.replboot.test.sample;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The main job, end to end: the README's lines on the real jar.
 */
@Timeout(180)
class SampleApplicationTests {

	private static final Path PROMETHEUS = Path.of("../docs/prometheus");

	private static final Path PICTURE = Path.of("../docs/session.svg");

	private static final Pattern SESSION = Pattern.compile("```\n(\\$ curl .*?)```", Pattern.DOTALL);

	private static SampleProcess sample;

	@BeforeAll
	static void start() throws Exception {
		sample = SampleProcess.start();
	}

	@AfterAll
	static void stop() {
		sample.close();
	}

	@AfterEach
	void closeRepl() {
		sample.request("DELETE", sample.endpoint(), "admin", "");
	}

	@Test
	void netcatWithTheTokenEvaluatesAgainstTheBeans() throws Exception {
		String token = sample.token("admin");
		assertThat(netcat(token + "\n(count (.findAll (bean 'orderRepository)))\n:repl/quit\n"))
			.contains(";; order-service")
			.contains("You are admin")
			.contains("user=> 300\n");
	}

	@Test
	void readmeShowsTheSession() throws Exception {
		Recording recording = Recording.of(sample);
		if (Boolean.getBoolean("recording.write")) {
			Files.writeString(PICTURE, TerminalPicture.of(recording));
		}
		assertThat(Files.readString(PICTURE))
			.as("docs/session.svg isn't what the session shows. Record it anew with ./mvnw -pl test -am verify"
					+ " -Drecording.write=true -Dtest=SampleApplicationTests -Dsurefire.failIfNoSpecifiedTests=false")
			.isEqualTo(TerminalPicture.of(recording));
		Matcher block = SESSION.matcher(Files.readString(Path.of("../README.md")));
		assertThat(block.find()).isTrue();
		assertThat(recording.lines().stream().map(Recording.Line::text))
			.containsSubsequence(block.group(1).lines().toList());
	}

	@Test
	void curlOpensTheRepl() throws Exception {
		assumeTrue(isInstalled("curl"), "curl is not installed");
		String answer = run("", "curl", "-s", "-u", "admin:admin", "-X", "POST", sample.endpoint(), "-H",
				"content-type: application/json", "-d", "{}");
		assertThat(answer).contains("\"token\":\"").contains("nc 127.0.0.1 " + sample.socketPort());
	}

	@Test
	void rolesDecideWhoMayDoWhat() {
		assertThat(sample.request("POST", sample.endpoint(), "", "{}").statusCode()).isEqualTo(401);
		assertThat(sample.request("POST", sample.endpoint(), "nobody", "{}").statusCode()).isEqualTo(403);
		assertThat(sample.request("POST", sample.endpoint(), "viewer", "{}").statusCode()).isEqualTo(403);
		assertThat(sample.request("POST", sample.endpoint(), "dev", "{}").statusCode()).isEqualTo(403);
		assertThat(sample.request("GET", sample.endpoint(), "viewer", "").statusCode()).isEqualTo(200);
		assertThat(sample.request("GET", sample.endpoint(), "nobody", "").statusCode()).isEqualTo(403);
		assertThat(sample.request("DELETE", sample.endpoint(), "dev", "").statusCode()).isEqualTo(403);
		assertThat(sample.request("POST", sample.endpoint(), "admin", "{}").statusCode()).isEqualTo(200);
		assertThat(sample.request("POST", sample.endpoint(), "dev", "{}").statusCode()).isEqualTo(200);
	}

	@Test
	void everythingElseIsAsProtectedAsBefore() {
		assertThat(sample.request("GET", sample.application("/orders"), "", "").statusCode()).isEqualTo(401);
		assertThat(sample.request("GET", sample.application("/orders"), "nobody", "").statusCode()).isEqualTo(200);
		assertThat(sample.request("GET", sample.management("/actuator/metrics"), "", "").statusCode()).isEqualTo(401);
		// 503 until the application has said that it is ready
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(sample.request("GET", sample.management("/actuator/health"), "", "").statusCode())
						.isEqualTo(200));
	}

	@Test
	void nothingIsEvaluatedWithoutToken() throws Exception {
		sample.token("admin");
		String property = "(System/setProperty \"door.open\" \"yes\")\n";
		assertThat(netcat(property)).doesNotContain("user=>");
		String token = sample.token("admin");
		assertThat(netcat(token + "\n(System/getProperty \"door.open\")\n:repl/quit\n")).contains("user=> nil");
	}

	@Test
	void closingRefusesConnections() {
		sample.token("admin");
		assertThat(sample.request("DELETE", sample.endpoint(), "admin", "").body()).contains("\"wasOpen\":true");
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort())) {
				socket.getInputStream().read();
			}
		});
	}

	@Test
	void listenerOfAReplHarmsNoRequestAfterClosing() throws Exception {
		netcat(sample.token("admin") + "\n(.addApplicationListener ctx"
				+ " (reify org.springframework.context.ApplicationListener (onApplicationEvent [_ e] nil)))\n:repl/quit\n");
		assertThat(sample.request("GET", sample.application("/orders"), "nobody", "").statusCode()).isEqualTo(200);
		assertThat(sample.request("DELETE", sample.endpoint(), "admin", "").body()).contains("\"leftovers\":[]");
		assertThat(sample.request("GET", sample.application("/orders"), "nobody", "").statusCode()).isEqualTo(200);
		assertThat(sample.request("POST", sample.endpoint(), "admin", "{}").statusCode()).isEqualTo(200);
	}

	@Test
	void methodSecurityDecidesForThePrincipal() throws Exception {
		String admin = sample.token("admin");
		String form = "(.correctTotal (bean 'orderService) 5 9.99M)";
		assertThat(netcat(sample.token("dev") + "\n" + form + "\n:repl/quit\n")).contains("Access Denied");
		assertThat(netcat(admin + "\n(class " + form + ")\n:repl/quit\n")).contains("java.math.BigDecimal");
	}

	@Test
	void metersAreInPrometheusAndWellFormed() throws Exception {
		netcat(sample.token("admin") + "\n(+ 1 2)\n:repl/quit\n");
		String metrics = sample.request("GET", sample.management("/actuator/prometheus"), "admin", "").body();
		assertThat(metrics).contains("repl_open 1.0")
			.contains("repl_sessions_total{event=\"opened\",protocol=\"socket\"}")
			.contains("repl_sessions_active{protocol=\"socket\"}")
			.contains("repl_lease_remaining_seconds")
			.containsPattern("repl_eval_seconds_count\\{error=\"none\",outcome=\"success\",protocol=\"socket\"\\}");
		assumeTrue(isInstalled("promtool"), "promtool is not installed");
		String ours = metrics.lines()
			.filter((line) -> line.matches("(# (HELP|TYPE) )?repl_.*"))
			.reduce("", (all, line) -> all + line + "\n");
		assertThat(run(ours, "promtool", "check", "metrics")).isEmpty();
	}

	@Test
	void rulesAndDashboardNameWhatPrometheusScrapes() throws Exception {
		netcat(sample.token("admin") + "\n(+ 1 2)\n:repl/quit\n");
		Scrape scrape = Scrape.of(sample.request("GET", sample.management("/actuator/prometheus"), "admin", "").body());
		String rules = Files.readString(PROMETHEUS.resolve("repl-rules.yml"));
		assertThat(scrape.unknown(rules)).isEmpty();
		assertThat(scrape.unknown(Files.readString(Path.of("../docs/grafana/repl.json")))).isEmpty();
		assertThat(scrape.unknown(rules.replace("repl_open", "repl_opened"))).containsExactly("repl_opened");
		assertThat(scrape.unknown(rules.replace("(protocol)", "(listener)"))).containsExactly("listener");
		// the cases are about series that there are
		assertThat(scrape.unknownSeries(Files.readString(PROMETHEUS.resolve("repl-rules-test.yml")))).isEmpty();
	}

	@Test
	void rulesFireWhenTheyShould() throws Exception {
		assumeTrue(isInstalled("promtool"), "promtool is not installed");
		assertThat(run("", "promtool", "check", "rules", PROMETHEUS.resolve("repl-rules.yml").toString()))
			.contains("SUCCESS: 3 rules found");
		assertThat(run("", "promtool", "test", "rules", PROMETHEUS.resolve("repl-rules-test.yml").toString()))
			.contains("SUCCESS")
			.doesNotContain("FAILED");
	}

	private static boolean isInstalled(String program) {
		for (String folder : System.getenv("PATH").split(":")) {
			if (Files.isExecutable(Path.of(folder, program))) {
				return true;
			}
		}
		return false;
	}

	private static String netcat(String input) throws Exception {
		return run(input, "nc", "127.0.0.1", String.valueOf(sample.socketPort()));
	}

	private static String run(String input, String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!process.waitFor(30, TimeUnit.SECONDS)) {
			process.destroyForcibly();
		}
		return output;
	}

}
