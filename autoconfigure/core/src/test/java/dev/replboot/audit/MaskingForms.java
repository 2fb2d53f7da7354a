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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Forms with secrets in many shapes, of which is known what of them is secret.
 */
final class MaskingForms {

	private static final List<String> NAMES = List.of("password", "db-password", "API_KEY", "apiKey", "secret-token",
			"clientSecret", "private-key", "passphrase", "user/password", "credentials", "iban");

	// what holds no secret, but looks like it, or like its end
	private static final List<String> CODE = List.of("(System/setProperty \"a\" \"b\")",
			"(System/getenv \"DB_PASSWORD\")", "(count passwords)", "(.getPassword user)",
			"(println \"the password is wrong\")", "(fn [{:keys [password]}] 1)", "(let [secret (f)] secret)", "\\\"",
			"\\;", "\\(", "\\newline", "#\"a\\\"b\"", "#{:a \"b\"}", "#'user/x", "'(a \"b\")", "@x", "`(a ~b ~@c)",
			"#(inc %)", "^{:doc \"d\"} x", "#inst \"2026-01-01\"", "##Inf", "nil", "true", "1.5e3", "1/2", "\"\"",
			"\"a \\\" b\"", "\"c:\\\\\"", "(get-in m [:tokens 0])", "(sql \"select 1\")",
			"(defn set-password! \"doc\" [user password] (f \"x\"))", "#?(:clj \"a\" :cljs \"b\")", "(token? x)",
			"#:db{:host \"h\" :port 1}", "[:password]", "(if (valid-token? x) \"yes\" \"no\")", "(bean 'jwtDecoder)",
			"{:jwt-issuer \"https://idp\" :typ \"JWT\" :b \"c\"}", "\"rows are identified by name\"",
			"(sql \"replace into t values ('a')\")", "(sql \"alter user x identified by ?\" p)",
			"(sql \"grant all on t to x\") \"identified by x\"", "(= a \"b\")",
			"(sql \"select * from t where a.token = b.token and password = ? and pin = :pin\")",
			"{:kind :token :name \"n\"}", "(:password user)", "\"https://host:8080/a@b\"", "\"mailto:a@b\"",
			"(throw (ex-info \"token expired\" {:user \"ann\"}))", "{:password (env \"NAME\")}", "a:b", "a=b",
			"\"a=b\"");

	private static final List<String> COMMENTS = List.of("; plain \"", ";token \"", ";; the secret is (out",
			"; {:password", ";'\\", "#!token \"", ";\"password\"");

	private MaskingForms() {
	}

	/**
	 * A part of a form: text, or secret text, or several parts in brackets.
	 */
	record Node(String open, List<Node> parts, String close, boolean secret) {

		static Node text(String text) {
			return new Node(text, List.of(), "", false);
		}

		static Node secret(String text) {
			return new Node(text, List.of(), "", true);
		}

		static Node all(Node... parts) {
			return new Node("", List.of(parts), "", false);
		}

		String source() {
			StringBuilder source = new StringBuilder(this.open);
			this.parts.forEach((part) -> source.append(part.source()));
			return source.append(this.close).toString();
		}

		String masked() {
			if (this.secret) {
				return Masking.MASK;
			}
			StringBuilder masked = new StringBuilder(this.open);
			this.parts.forEach((part) -> masked.append(part.masked()));
			return masked.append(this.close).toString();
		}

		List<String> secrets() {
			List<String> secrets = new ArrayList<>();
			if (this.secret) {
				secrets.add(this.open.replaceAll("^#?\"|\"$", ""));
			}
			this.parts.forEach((part) -> secrets.addAll(part.secrets()));
			return secrets;
		}

		// only parts of brackets may be left out
		List<Node> smaller() {
			List<Node> smaller = new ArrayList<>();
			for (int i = 0; i < this.parts.size(); i++) {
				if (this.open.equals("(do")) {
					smaller.add(this.parts.get(i));
					List<Node> rest = new ArrayList<>(this.parts);
					rest.remove(i);
					smaller.add(new Node(this.open, rest, this.close, false));
				}
				for (Node each : this.parts.get(i).smaller()) {
					List<Node> changed = new ArrayList<>(this.parts);
					changed.set(i, each);
					smaller.add(new Node(this.open, changed, this.close, false));
				}
			}
			return smaller;
		}

	}

	/**
	 * Makes up forms.
	 */
	static final class Generator {

		private final Random random;

		private int secrets;

		Generator(Random random) {
			this.random = random;
		}

		private String any(List<String> of) {
			return of.get(this.random.nextInt(of.size()));
		}

		private String name() {
			return any(NAMES);
		}

		private String word() {
			this.secrets++;
			return "zq" + Integer.toString(this.random.nextInt(1_000_000), 36) + "X" + this.secrets
					+ any(List.of("", "!", "-a", "_1", ".b", "%20", "ß"));
		}

		// within double quotes
		private String words() {
			return word()
					+ any(List.of("", " horse", "\\\"b\\\"", "\\\\", "\nnext", "(do ", ";", "\\n", "'x'", "[\\u0041"));
		}

		private Node literal() {
			return Node.secret("\"" + words() + "\"");
		}

		private Node gap() {
			return Node.text(switch (this.random.nextInt(8)) {
				case 0 -> "\n  ";
				case 1 -> "  ";
				case 2 -> ", ";
				case 3 -> " " + any(COMMENTS) + "\n";
				default -> " ";
			});
		}

		Node form(int depth) {
			List<Node> parts = new ArrayList<>();
			int count = 1 + this.random.nextInt(4);
			for (int i = 0; i < count; i++) {
				Node part = switch ((depth == 0) ? this.random.nextInt(2) : this.random.nextInt(3)) {
					case 0 -> Node.text(any(CODE));
					case 1 -> secret();
					default -> form(depth - 1);
				};
				parts.add(Node.all(gap(), part));
			}
			return new Node("(do", parts, ")", false);
		}

		// the argument of a setter is only found in brackets that are whole
		Node literals(int count) {
			List<Node> parts = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				parts.add(Node.all(Node.text(" "), adjacent()));
			}
			return new Node("(do", parts, ")", false);
		}

		// the literal stands right after the name
		private Node adjacent() {
			Node value = Node.secret("\"" + word() + "\"");
			return switch (this.random.nextInt(6)) {
				case 0 -> in("{:a 1 :" + name() + " ", value, " :b \"c\"}");
				case 1 -> in("(def " + name() + " ", value, ")");
				case 2 -> in("(f \"" + name() + "\" ", value, ")");
				case 3 -> in("(set-password! ", value, " u)");
				case 4 -> in("(g (h {\"" + name() + "\" ", value, "}))");
				default -> in("(let [" + name() + " ", value, " x 1] (println x))");
			};
		}

		private static Node in(String before, Node value, String after) {
			return Node.all(Node.text(before), value, Node.text(after));
		}

		private Node secret() {
			return switch (this.random.nextInt(6)) {
				case 0, 1 -> named();
				case 2, 3 -> inString();
				case 4 -> around();
				default -> comment();
			};
		}

		private Node named() {
			Node gap = gap();
			return switch (this.random.nextInt(9)) {
				case 0 -> Node.all(Node.text("{:user \"ann\" :" + name()), gap, literal(), Node.text(" :x \"y\"}"));
				case 1 -> Node.all(Node.text("{\"user\" \"ann\" \"" + name() + "\""), gap, literal(),
						Node.text(" \"x\" \"y\"}"));
				case 2 -> Node.all(Node.text("(def ^:private ^String " + name().replace('/', '.')), gap, literal(),
						Node.text(")"));
				case 3 -> Node.all(Node.text("(def " + name().replace('/', '.') + " "), literal(), gap, literal(),
						Node.text(")"));
				case 4 -> Node.all(Node.text("(login :user \"ann\" :" + name()), gap, literal(), Node.text(")"));
				case 5 ->
					Node.all(Node.text("(." + any(List.of("setPassword", "withToken", "setClientSecret")) + " user"),
							gap, literal(), Node.text(")"));
				case 6 -> Node.all(Node.text("(doto (User.) (.setName \"ann\") (.setPassword (char-array"), gap,
						literal(), Node.text(")))"));
				case 7 -> Node.all(Node.text("(" + any(List.of("set-password!", "secret", "reset-token"))), gap,
						literal(), Node.text(" user)"));
				default -> Node.all(Node.text("(let [x \"y\" " + name().replace('/', '.')), gap, literal(),
						Node.text(" z \"w\"] (f z))"));
			};
		}

		private Node around() {
			Node gap = gap();
			return switch (this.random.nextInt(13)) {
				case 0 ->
					Node.all(Node.text("{:" + name()), gap, Node.secret("#" + literal().source()), Node.text("}"));
				case 1 -> Node.all(Node.text("{:" + name() + " #_ "), literal(), gap, literal(),
						Node.text(" :a #_ \"b\" \"c\"}"));
				case 2 -> Node.all(Node.text("{:" + name() + " #?(:clj "), literal(), Node.text(" :cljs"), gap,
						literal(), Node.text(") :a \"b\"}"));
				case 3 -> Node.all(Node.text("(assoc-in m [:user :" + name() + "]"), gap, literal(), Node.text(")"));
				case 4 -> Node.all(Node.text("(if (= (:" + name() + " user)"), gap, literal(),
						Node.text(") \"yes\" \"no\")"));
				case 5 -> Node.all(Node.text("(when (.equals"), gap, literal(), Node.text(" " + name() + ") \"yes\")"));
				case 6 -> Node.all(Node.text("(set! (.-password user)"), gap, literal(), Node.text(")"));
				case 7 ->
					Node.all(Node.text("{:" + name() + " ["), literal(), gap, literal(), Node.text("] :a [\"b\"]}"));
				case 8 -> Node.all(Node.text("{:" + name() + " {:url "), literal(), Node.text(" :n "), literal(),
						Node.text("} :c \"d\"}"));
				case 9 -> Node.all(Node.text("{:" + name() + " ["), Node.secret("\\z"), Node.text(" "),
						Node.secret("\\\""), Node.text("] :a \\b}"));
				case 10 -> Node.all(Node.text("{:" + name() + " "),
						Node.secret("" + (100_000 + this.random.nextInt(99_999))), Node.text(" :a 1}"));
				case 11 ->
					Node.all(Node.text("{:" + name() + " #my/tag"), gap, literal(), Node.text(" :a #x/y \"z\"}"));
				default -> Node.all(Node.text("^{:" + name()), gap, literal(), Node.text("} [\"a\"]"));
			};
		}

		private Node inString() {
			Node word = Node.secret(word());
			return switch (this.random.nextInt(22)) {
				case 0 -> in("(get \"https://host/?user=ann&token=", word, "&x=y\" {:a \"b\"})");
				case 1 -> in("\"https://bob:", word, "@host/path?x=y\"");
				case 2 -> in("(jdbc \"jdbc:postgresql://db/x?user=ann&password=", word, "&ssl=true\" \"b\")");
				case 3 ->
					in("\"jdbc:oracle:thin:scott/", Node.secret("zq" + this.random.nextInt(1000)), "@//host:1521/x\"");
				case 4 -> in("(header \"Authorization: Bearer\" \"x\" \"a\") \"Authorization: ",
						Node.secret("Bearer " + word()), "\"");
				case 5 -> in("{\"Accept\" \"a/b\" \"Authorization\" ", Node.secret("\"Bearer " + word() + "\""), "}");
				case 6 ->
					in("(sh \"curl\" \"-H\" \"Authorization: ", Node.secret("Basic " + word()), "\" \"https://host\")");
				case 7 ->
					in("(sql \"update t set password = ", Node.secret("'" + word() + " it''s'"), " where id = 1\" 2)");
				case 8 -> in("(parse \"{\\\"user\\\":\\\"ann\\\",\\\"password\\\":",
						Node.secret("\\\"" + word() + "\\\""), ",\\\"x\\\":\\\"y\\\"}\")");
				case 9 -> in("(spit f \"user=ann\nspring.datasource.password=", word, "\nx=y\")");
				case 10 -> in("(load-string \"(def password ", Node.secret("\\\"" + word() + "\\\""), ") (f)\")");
				case 11 -> in("(sh \"mysql --password ", word, " --user ann\" \"x\")");
				case 12 -> in("(sql \"alter user x identified by ", quoted(), " account lock\" \"b\")");
				case 13 ->
					in("(sql \"create user x identified " + any(List.of("with p by ", "via p using ", "by password "))
							+ "", quoted(), ", y identified externally; select 1\" 2)");
				case 14 -> in("(sql \"create user x identified by ", Node.secret("zq" + this.random.nextInt(1000)),
						" quota 1 on users; replace into t select 'a'\")");
				case 15 ->
					in("(sql \"" + any(List.of("create role x ", "alter role x with encrypted ", "alter user x set "))
							+ "password ", quoted(), " valid until '2030-01-01'\" \"b\")");
				case 16 -> in("(sql \"set password for u " + any(List.of("= ", "to ")), quoted(), "; select 'a'\")");
				case 17 -> in("(sql \"set password for u = password(", Node.secret("'" + word() + "'"), ")\" \"b\")");
				case 18 -> in("(f {:a \"b\" :" + any(List.of("jwt", "user-jwt", "userJwt")) + " ", literal(),
						" :typ \"JWT\"})");
				case 19 -> in("(sh \"PASSWORD=", word, any(List.of("|", ">", "||")) + "rm -r d\" \"b\")");
				case 20 -> in("(str \"password=\" ", Node.secret("\"" + word() + "\""), " \"&a=b\")");
				default -> in("\"<user>ann</user><password>", word, "</password>\"");
			};
		}

		// as the databases have it
		private Node quoted() {
			String word = word();
			return Node.secret(any(List.of("'" + word + "'", "'" + word + " it''s'", "N'" + word + "'",
					"$$" + word + " '$$", "\\\"" + word + " b\\\"")));
		}

		private Node comment() {
			return Node.all(Node.text(any(List.of("; password=", ";; token: ", "#!secret="))),
					Node.secret(word().replace("!", "")), Node.text(" and more \"\n(f \"a\")"));
		}

	}

}
