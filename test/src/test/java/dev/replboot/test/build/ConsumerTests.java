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

package dev.replboot.test.build;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.test.build.ClinicProcess.Page;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody else's application, without Spring Security and with it, to which the README's
 * lines are added. Each of its pages is compared with what it was before.
 */
@NullUnmarked
@Timeout(600)
class ConsumerTests {

	private static final List<String> PAGES = List.of("/", "/owners/find", "/owners?lastName=Davis",
			"/owners?lastName=Franklin", "/owners/1", "/owners/99", "/owners/new", "/vets.html", "/vets", "/oups",
			"/nowhere", "/css/clinic.css");

	private static final List<String> ENDPOINTS = List.of("/actuator", "/actuator/health", "/actuator/env",
			"/actuator/beans", "/actuator/mappings", "/actuator/nowhere");

	private static final String[] ADMIN = { "--spring.security.user.name=ann", "--spring.security.user.password=ann",
			"--spring.security.user.roles=REPL_ADMIN", "--spring.profiles.active=open" };

	private static final Pattern OPENED = Pattern.compile("\"token\":\"([0-9a-f]{32})\".*\"port\":(\\d+)");

	private static Map<String, Page> before;

	@TempDir
	private static Path folder;

	@BeforeAll
	static void lookAtTheApplicationAsItWas() throws Exception {
		// what it needs comes from the user's repository, where the next build finds it
		Path jar = new Clinic(folder.resolve("before")).build(null);
		try (ClinicProcess clinic = new ClinicProcess(jar)) {
			before = look(clinic);
			assertThat(before.get("/owners/1").body()).contains("Leo, 2010-09-07");
			assertThat(before.values()).extracting(Page::status).doesNotContain(401, 403);
			assertThat(clinic.repl("POST", null).status()).isEqualTo(404);
		}
	}

	@Test
	void withoutSpringSecurityEveryPageIsAsBeforeAndTheEndpointSaysWhatToAdd() throws Exception {
		Path jar = new Clinic(folder.resolve("starter")).withStarter().build(folder.resolve("repository"));
		try (ClinicProcess clinic = new ClinicProcess(jar)) {
			assertThat(look(clinic)).isEqualTo(before);
			assertThat(clinic.log()).contains("The endpoint repl refuses everybody", "spring-boot-starter-security");
			for (String method : List.of("GET", "POST", "DELETE")) {
				Page refusal = clinic.repl(method, null);
				assertThat(refusal.status()).as(refusal.body()).isEqualTo(401);
				assertThat(refusal.body()).contains("no Spring Security on its class path",
						"spring-boot-starter-security");
			}
		}
	}

	@Test
	void withSpringSecurityAndAChainThatPermitsThemPagesAreOpenAsBeforeAndItOpensAndEvaluates() throws Exception {
		Path jar = new Clinic(folder.resolve("security")).withStarter()
			.withSecurity()
			.build(folder.resolve("repository"));
		try (ClinicProcess clinic = new ClinicProcess(jar, ADMIN)) {
			// with a chain of the application that permits them
			for (String page : PAGES) {
				assertThat(clinic.get(page).status()).as(page).isEqualTo(before.get(page).status());
			}
			assertThat(clinic.repl("POST", null).status()).isEqualTo(401);
			assertEvaluates(clinic);
		}
	}

	@Test
	void applicationWithoutAWebServerHasATwin() throws Exception {
		Path jar = new Clinic(folder.resolve("worker")).withStarter().build(folder.resolve("repository"));
		Process twin = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx512m", "-jar", jar.toString(),
				"--spring.main.web-application-type=none", "--repl.twin",
				"--repl.twin.eval=(count (.findAll (bean 'ownerRepository)))")
			.redirectErrorStream(true)
			.start();
		twin.getOutputStream().close();
		String said = new String(twin.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(twin.waitFor()).as(said).isZero();
		assertThat(said).containsPattern("(?m)^\\d+$");
	}

	private static void assertEvaluates(ClinicProcess clinic) throws Exception {
		Page opened = clinic.repl("POST", "ann");
		Matcher answer = OPENED.matcher(opened.body());
		assertThat(answer.find()).as(opened.body()).isTrue();
		String said = clinic.talk(Integer.parseInt(answer.group(2)),
				answer.group(1) + "\n(count (.findAll (bean 'ownerRepository)))\n"
						+ "(sql \"select last_name from owners where id = ?\" 1)\n:repl/quit\n");
		assertThat(said).contains("You are ann", "user=> 3\n", "Franklin");
		assertThat(clinic.repl("DELETE", "ann").body()).contains("\"wasOpen\":true", "\"leftovers\":[]");
	}

	// the pages with their bodies; of endpoints, which tell what the application has, who
	// gets in
	private static Map<String, Page> look(ClinicProcess clinic) throws Exception {
		Map<String, Page> seen = new LinkedHashMap<>();
		for (String page : PAGES) {
			seen.put(page, clinic.get(page));
		}
		for (String endpoint : ENDPOINTS) {
			seen.put(endpoint, new Page(clinic.get(endpoint).status(), "", ""));
		}
		seen.put("POST with an error", clinic.post("/owners/new", "firstName=Ann"));
		seen.put("POST", clinic.post("/owners/new", "firstName=Ann&lastName=Fox&city=York"));
		return seen;
	}

}
