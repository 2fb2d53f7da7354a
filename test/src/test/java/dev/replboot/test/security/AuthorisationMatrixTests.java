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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import dev.replboot.test.security.TestApplication.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation, by every role, on a session of every protocol, on both web stacks.
 */
@NullUnmarked
@ParameterizedClass
@MethodSource("cells")
class AuthorisationMatrixTests {

	private static final String REPL = "/actuator/repl";

	private static final List<String> ROLES = List.of("anonymous", "nobody", "viewer", "auditor", "user", "admin");

	private static final List<String> PROTOCOLS = List.of("socket", "prepl", "nrepl");

	private static final Pattern TOKEN = Pattern.compile("\"token\":\"([0-9a-f]{32})\"");

	private static final Pattern SESSION = Pattern.compile("\"id\":\"([^\"]+)\",\"principal\":\"([^\"]+)\"");

	@TempDir
	private static Path folder;

	private static TestApplication application;

	private static Kind kind;

	@Parameter
	private Cell cell;

	static Stream<Cell> cells() {
		return Stream.of(new Cell(false, true, Kind.USER_DETAILS), new Cell(true, false, Kind.USER_DETAILS),
				new Cell(false, false, Kind.SCOPES));
	}

	@BeforeParameterizedClassInvocation
	static void start(Cell cell) {
		kind = cell.kind();
		application = cell.start("repl.prepl.enabled=true", "repl.prepl.port=0", "repl.nrepl.enabled=true",
				"repl.nrepl.port=0", "repl.audit.required=file",
				"repl.audit.file=" + folder.resolve(cell.kind() + (cell.reactive() ? "-reactive" : "-servlet")));
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@Test
	void operationsOnTheRepl() {
		List<Operation> operations = new ArrayList<>(List.of(
				new Operation("look", "GET", REPL, "{}", Set.of("viewer", "user", "admin"), 200),
				new Operation("records", "GET", REPL + "/audit", "{}", Set.of("auditor"), 200),
				new Operation("verify", "GET", REPL + "/audit?verify=true", "{}", Set.of("auditor"), 200),
				new Operation("transcript", "GET", REPL + "/audit?session=none&format=html", "{}", Set.of("auditor"),
						404),
				new Operation("revert", "DELETE", REPL + "/patches/p99", "{}", Set.of("admin"), 404),
				new Operation("revert", "DELETE", REPL + "/others/p99", "{}", Set.of("user", "admin"), 404),
				new Operation("revoke own", "DELETE", REPL + "/tokens/user", "{}", Set.of("user", "admin"), 200),
				new Operation("revoke another's", "DELETE", REPL + "/tokens/ann", "{}", Set.of("admin"), 200),
				new Operation("revoke own by body", "POST", REPL + "/tokens",
						"{\"action\":\"revoke\",\"principal\":\"user\"}", Set.of("user", "admin"), 200),
				new Operation("revoke another's by body", "POST", REPL + "/tokens",
						"{\"action\":\"revoke\",\"principal\":\"ann\"}", Set.of("admin"), 200),
				new Operation("token", "POST", REPL, "{}", Set.of("user", "admin"), 200)));
		for (Operation operation : operations) {
			for (String role : ROLES) {
				open();
				check(operation, role);
			}
		}
		for (String role : ROLES) {
			open();
			check(new Operation("close", "DELETE", REPL, "{}", Set.of("admin"), 200), role);
			assertThat(state()).as("after close by " + role).isEqualTo(role.equals("admin") ? "closed" : "open");
		}
		for (String role : ROLES) {
			application.json("DELETE", REPL, authorization("admin"));
			check(new Operation("open", "POST", REPL, "{}", Set.of("admin"), 200), role);
			assertThat(state()).as("after open by " + role).isEqualTo(role.equals("admin") ? "open" : "closed");
		}
	}

	@Test
	void operationsOnSessions() throws IOException {
		open();
		for (String protocol : PROTOCOLS) {
			for (String owner : List.of("user", "admin")) {
				for (String role : ROLES) {
					try (Socket connection = login(protocol, token(owner))) {
						String id = session(owner);
						String path = REPL + "/" + id;
						String what = protocol + " session of " + owner;
						check(new Operation("look at " + what, "GET", path, "{}", Set.of("viewer", "user", "admin"),
								200), role);
						Set<String> may = owner.equals("user") ? Set.of("user", "admin") : Set.of("admin");
						check(new Operation("interrupt " + what, "POST", path, "{\"action\":\"interrupt\"}", may, 200),
								role);
						check(new Operation("end " + what, "DELETE", path, "{}", may, 200), role);
						assertThat(connection.isConnected()).isTrue();
						if (!may.contains(role)) {
							application.json("DELETE", path, authorization("admin"));
						}
					}
				}
			}
		}
	}

	@Test
	void evaluating() throws IOException {
		open();
		for (String protocol : PROTOCOLS) {
			for (String role : ROLES) {
				Answer answer = application.json("POST", REPL, authorization(role));
				Matcher token = TOKEN.matcher(answer.body());
				boolean may = Set.of("user", "admin").contains(role);
				assertThat(token.find()).as(role + " gets a token").isEqualTo(may);
				String secret = may ? token.group(1) : "0123456789abcdef0123456789abcdef";
				String answered = evaluate(protocol, secret);
				assertThat(answered.contains("46656")).as(role + " evaluates over " + protocol + ": " + answered)
					.isEqualTo(may);
			}
		}
		String record = application
			.json("GET", REPL + "/audit?type=REPL_EVALUATING&limit=1000", authorization("auditor"))
			.body();
		assertThat(record).contains("\"principal\":\"admin\"", "\"principal\":\"user\"")
			.doesNotContain("\"principal\":\"viewer\"", "\"principal\":\"anonymous\"", "\"principal\":\"auditor\"");
	}

	@Test
	void theRecordIsShown() throws IOException {
		open();
		String id;
		try (Socket connection = login("socket", token("user"))) {
			id = session("user");
			connection.getOutputStream().write("(str \"<b>\" 1)\n".getBytes(StandardCharsets.UTF_8));
			readUntil(connection.getInputStream(), "\"<b>1\"");
			connection.getOutputStream().write("(count \"日本 \u202e live\")\n".getBytes(StandardCharsets.UTF_8));
			readUntil(connection.getInputStream(), "9\n");
		}
		String auditor = authorization("auditor");
		String query = REPL + "/audit?session=" + id;
		Answer verified = application.json("GET", REPL + "/audit?verify=true", auditor);
		assertThat(verified.body()).contains("\"intact\":true", "\"findings\":[]");
		Answer records = application.json("GET", query + "&after=0", auditor);
		assertThat(records.contentType()).startsWith("application/json");
		assertThat(records.body()).contains("\"form\":\"(str \\\"<b>\\\" 1)\"");
		Answer text = application.json("GET", query + "&format=text", auditor);
		assertThat(text.contentType()).startsWith("text/plain");
		assertThat(text.body()).contains("user=> (str \"<b>\" 1)");
		Answer html = application.json("GET", query + "&format=html", auditor);
		assertThat(html.contentType()).startsWith("text/html");
		assertThat(html.cacheControl()).contains("no-store");
		assertThat(html.body()).contains("&lt;b&gt;").doesNotContain("<b>1");
		// neither terminal nor browser show it from right to left
		assertThat(List.of(records.body(), text.body(), html.body()))
			.allSatisfy((body) -> assertThat(body).contains("日本 \\u202e live").doesNotContain("\u202e"));
		assertThat(application.json("GET", query + "&format=pdf", auditor).status()).isEqualTo(400);
		assertThat(application.json("GET", REPL + "/audit?format=text", auditor).body())
			.contains("name it with the parameter session");
		assertThat(application.json("GET", REPL + "/audit?limit=1001", auditor).status()).isEqualTo(400);
		assertThat(application.json("GET", REPL + "/audit?limit=x", auditor).status()).isEqualTo(400);
		assertThat(application.json("GET", REPL + "/audit?type=REPL_RECORD_READ", auditor).body())
			.contains("\"ofSession\":\"" + id + "\"");
	}

	private static void check(Operation operation, String role) {
		Answer answer = authorization(role).isEmpty()
				? application.body(operation.method(), operation.path(), operation.body(), "Content-Type",
						"application/json")
				: application.body(operation.method(), operation.path(), operation.body(), "Content-Type",
						"application/json", "Authorization", authorization(role));
		int expected = operation.roles().contains(role) ? operation.status() : (role.equals("anonymous") ? 401 : 403);
		assertThat(answer.status()).as(role + ": " + operation.name() + " " + answer.body()).isEqualTo(expected);
	}

	private static String authorization(String role) {
		return role.equals("anonymous") ? "" : kind.credentials(role);
	}

	private static void open() {
		application.json("POST", REPL, authorization("admin"));
	}

	private static String state() {
		String body = application.json("GET", REPL, authorization("admin")).body();
		Matcher state = Pattern.compile("\"state\":\"([a-z]+)\"").matcher(body);
		return state.find() ? state.group(1) : body;
	}

	private static String token(String user) {
		Matcher token = TOKEN.matcher(application.json("POST", REPL, authorization(user)).body());
		assertThat(token.find()).isTrue();
		return token.group(1);
	}

	private static String session(String owner) {
		String body = application.json("GET", REPL, authorization("admin")).body();
		Matcher session = SESSION.matcher(body);
		String last = null;
		while (session.find()) {
			if (session.group(2).equals(owner)) {
				last = session.group(1);
			}
		}
		assertThat(last).as(body).isNotNull();
		return last;
	}

	private static int port(String protocol) {
		String body = application.json("GET", REPL, authorization("admin")).body();
		Matcher port = Pattern.compile("\"protocol\":\"" + protocol + "\"[^}]*?\"port\":(\\d+)").matcher(body);
		assertThat(port.find()).as(body).isTrue();
		return Integer.parseInt(port.group(1));
	}

	private static Socket login(String protocol, String token) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(protocol));
		socket.setSoTimeout(60_000);
		socket.getOutputStream().write(message(protocol, token));
		readUntil(socket.getInputStream(),
				Map.of("socket", "user=> ", "prepl", "<token>", "nrepl", "done").get(protocol));
		return socket;
	}

	private static String evaluate(String protocol, String token) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(protocol))) {
			socket.setSoTimeout(60_000);
			ByteArrayOutputStream sent = new ByteArrayOutputStream();
			sent.write(message(protocol, token));
			sent.write(message(protocol, "(* 36 36 36)"));
			socket.getOutputStream().write(sent.toByteArray());
			return readUntil(socket.getInputStream(), "46656");
		}
	}

	private static byte[] message(String protocol, String code) {
		String text = protocol.equals("nrepl") ? "d4:code" + code.length() + ":" + code + "2:op4:evale" : code + "\n";
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String readUntil(InputStream in, String end) throws IOException {
		StringBuilder text = new StringBuilder();
		int next = in.read();
		while (next >= 0) {
			text.append((char) next);
			if (text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0) {
				break;
			}
			next = in.read();
		}
		return text.toString();
	}

	/**
	 * An operation of the endpoint.
	 *
	 * @param name what it does
	 * @param method the HTTP method
	 * @param path the path
	 * @param body the body
	 * @param roles who may
	 * @param status what they get
	 */
	private record Operation(String name, String method, String path, String body, Set<String> roles, int status) {

	}

}
