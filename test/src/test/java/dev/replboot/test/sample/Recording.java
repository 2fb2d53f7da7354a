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
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The session of the README, as a terminal shows it. What differs from run to run (the
 * token, ports, the process, the user) is always the same in it.
 */
final class Recording {

	private static final String TOKEN = "634323f06006df7d54677363ffb1f88c";

	private static final String CURL = "$ curl -u admin:admin -X %s localhost:8081/actuator/repl";

	private static final Pattern OPENED = Pattern.compile("\\{(\"token\":\"([0-9a-f]{32})\",\"principal\":\"admin\"),.*"
			+ "\"listeners\":\\[\\{(\"protocol\":\"socket\"),.*?(\"port\":\\d+),"
			+ ".*?(\"connect\":\\[\"nc 127.0.0.1 \\d+\").*");

	private static final List<String> FORMS = List.of("(count (.findAll (bean 'orderRepository)))",
			"(sql \"select id, total from orders where id <= ?\" 3)",
			"(dry-run (.correctTotal (bean 'orderService) 17 0M))", "(System/exit 0)", ":repl/quit");

	private final List<Line> lines = new ArrayList<>();

	private Recording() {
	}

	static Recording of(SampleProcess sample) throws IOException {
		Recording recording = new Recording();
		recording.typed(CURL.formatted("POST") + " -H 'content-type: application/json' -d '{\"reason\":\"INC-42\"}'");
		// The response ends with spaces.
		String response = sample.request("POST", sample.endpoint(), "admin", "{\"reason\":\"INC-42\"}").body().strip();
		Matcher opened = OPENED.matcher(response);
		if (!opened.matches()) {
			throw new IllegalStateException("The README shows another response than " + response);
		}
		String token = opened.group(2);
		recording.printed("{%s,…,\"listeners\":[{%s,…,%s,…,%s,…]}],…}"
			.formatted(opened.group(1), opened.group(3), opened.group(4), opened.group(5))
			.replace(token, TOKEN)
			.replace(String.valueOf(sample.socketPort()), "5555"));
		recording.typed("$ nc 127.0.0.1 5555");
		recording.typed(TOKEN);
		String[] answers = talk(sample, token).split("user=> ", -1);
		if (answers.length != FORMS.size() + 1) {
			throw new IllegalStateException("Not each form has an answer: " + String.join("user=> ", answers));
		}
		recording.printed(answers[0]);
		for (int i = 0; i < FORMS.size(); i++) {
			recording.typed("user=> " + FORMS.get(i));
			recording.printed(answers[i + 1]);
		}
		recording.typed(CURL.formatted("DELETE"));
		recording.printed(sample.request("DELETE", sample.endpoint(), "admin", "").body());
		return recording;
	}

	private static String talk(SampleProcess sample, String token) throws IOException {
		try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), sample.socketPort())) {
			socket.setSoTimeout(120_000);
			String typed = token + "\n" + String.join("\n", FORMS) + "\n";
			socket.getOutputStream().write(typed.getBytes(StandardCharsets.UTF_8));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	List<Line> lines() {
		return this.lines;
	}

	private void typed(String text) {
		this.lines.add(new Line(text, true));
	}

	private void printed(String text) {
		text.lines().map(Recording::masked).map((line) -> new Line(line, false)).forEach(this.lines::add);
	}

	private static String masked(String line) {
		return line.replaceAll("on [^ ,]+, process \\d+", "on vm, process 17803")
			.replaceAll("connected as [^ ]+ \\(uid \\d+\\), 127\\.0\\.0\\.1:\\d+, session s\\d+",
					"connected as root (uid 0), 127.0.0.1:34436, session s1")
			.replaceAll("closes in \\d+ min", "closes in 29 min")
			.replaceAll("eval\\d+ \\(REPL:\\d+\\)", "eval192 (REPL:4)");
	}

	record Line(String text, boolean typed) {

	}

}
