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

package dev.replboot.test.security;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.replboot.test.security.TestApplication.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request with a field that its operation doesn't know does nothing.
 */
class UnknownFieldsTests {

	private static final String REPL = "/actuator/repl";

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void requestThatChangesSomethingIsRefused(boolean reactive, boolean ownPort) {
		try (TestApplication application = new Cell(reactive, ownPort, Kind.PERMIT_ALL).start()) {
			assertRefused(send(application, "POST", REPL, "{\"tll\":\"5m\"}"), "tll", "The fields are ttl, reason.");
			assertRefused(send(application, "POST", REPL, "{\"ttl\":\"5m\",\"READONLY\":true}"), "READONLY",
					"The fields are ttl, reason.");
			assertRefused(send(application, "POST", REPL, "{\"a\\n" + "b".repeat(100) + "\":1}"),
					"a\\u000a" + "b".repeat(38) + "…", "The fields are ttl, reason.");
			assertRefused(
					send(application, "POST", REPL + "/tokens",
							"{\"action\":\"revoke\",\"principal\":\"ann\",\"name\":\"ann\"}"),
					"name", "The fields are action, principal.");
			for (String field : List.of("principal", "name")) {
				assertRefused(
						send(application, "POST", REPL + "/s1", "{\"action\":\"interrupt\",\"" + field + "\":\"ann\"}"),
						field, "The only field is action.");
			}
			// these are refused before anybody looks at their names
			assertThat(send(application, "POST", REPL + "?lease=5m", "{}").status()).isEqualTo(400);
			assertThat(send(application, "DELETE", REPL + "?after=5m", "").status()).isEqualTo(400);
			assertThat(get(application)).contains("\"state\":\"closed\"");
			assertThat(application.body("POST", REPL, "{\"tll\":\"5m\"}", "Content-Type", "application/json").status())
				.isEqualTo(401);
			assertThat(application
				.body("POST", REPL, "{\"tll\":\"5m\"}", "Content-Type", "application/json", "Authorization",
						Users.basic("viewer", Users.PASSWORD))
				.status()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void bodyThatIsNoObjectOfDifferentStringsIsRefused(boolean reactive, boolean ownPort) {
		try (TestApplication application = new Cell(reactive, ownPort, Kind.PERMIT_ALL).start()) {
			assertProblem(application, REPL, "null", "The body is null, and a JSON object is expected");
			assertProblem(application, REPL, "{\"reason\":5}", "The field \\\"reason\\\" is a number, and a string");
			assertProblem(application, REPL, "{\"reason\":\"a\",\"reason\":\"b\"}",
					"The field \\\"reason\\\" occurs twice. Send it once. Nothing was done.");
			assertProblem(application, REPL + "/s1", "{\"action\":\"interrupt\",\"session\":\"s2\"}",
					"The field \\\"session\\\" belongs in the path.");
			Answer tooLong = send(application, "POST", REPL, "{\"reason\":\"" + "x".repeat(1024 * 1024) + "\"}");
			assertThat(tooLong.status()).as(tooLong.body()).isEqualTo(413);
			assertThat(get(application)).contains("\"state\":\"closed\"");
			Answer opened = send(application, "POST", REPL, "{\"reason\":\"ä\",\"ttl\":null}");
			assertThat(opened.body()).contains("\"token\"", "\"reason\":\"ä\"");
		}
	}

	private static void assertProblem(TestApplication application, String path, String body, String sentence) {
		Answer answer = send(application, "POST", path, body);
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.contentType()).startsWith("application/problem+json");
		assertThat(answer.body()).contains(sentence);
	}

	private static Answer send(TestApplication application, String method, String path, String body) {
		return application.body(method, path, body, "Content-Type", "application/json", "Authorization",
				Users.basic("admin", Users.PASSWORD));
	}

	private static String get(TestApplication application) {
		return application.json("GET", REPL, Users.basic("viewer", Users.PASSWORD)).body();
	}

	private static void assertRefused(Answer answer, String field, String fields) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.contentType()).startsWith("application/problem+json");
		assertThat(answer.body()).contains(
				"The field \\\"" + field.replace("\\", "\\\\") + "\\\" is unknown, so nothing was done. " + fields);
	}

}
