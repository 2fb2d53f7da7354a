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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.replboot.testsupport.Patience;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What looks like the value of a secret doesn't get into the record.
 */
@NullUnmarked
@Tag("plain")
class MaskingTests {

	private final Masking masking = new Masking(List.of(Masking.NAMES, "iban"));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					(login {:password "hunter2" :user "ann"})      | (login {:password ****** :user "ann"})
					(login {:password "hun\\"ter2" :user "ann"})   | (login {:password ****** :user "ann"})
					(.setPassword user "hunter2")                  | (.setPassword user ******)
					(set-password! "hunter2")                      | (set-password! ******)
					(def api-key "abc")                            | (def api-key ******)
					(sql "update t set password = 'x1' where id=1")| (sql "update t set password = ****** where id=1")
					(sql "set password = crypt('x1', salt('bf'))") | (sql "set password = crypt(******, salt(******))")
					(sql "set token = f(\\"x1\\", 'it''s'), x = 'y'")| (sql "set token = f(******, ******), x = 'y'")
					(sql "create user x identified by 'x1'")       | (sql "create user x identified by ******")
					(sql "alter user x identified by 'x' replace 'y'") | (sql "alter user x identified by ****** replace ******")
					(sql "ALTER USER x IDENTIFIED WITH p BY 'x1'") | (sql "ALTER USER x IDENTIFIED WITH p BY ******")
					(sql "create user x identified with 'p' as '*1A'") | (sql "create user x identified with 'p' as ******")
					(sql "alter user x identified by tiger account unlock") | (sql "alter user x identified by ****** account unlock")
					(sql "alter user x identified by tiger replace lion") | (sql "alter user x identified by ****** replace ******")
					(sql "alter user x identified by \\"ti ger\\"")| (sql "alter user x identified by ******")
					(sql "alter user x identified by values 'S:1'")| (sql "alter user x identified by values ******")
					(sql "alter user x identified by password1")   | (sql "alter user x identified by ******")
					(sql "create user x identified by password 'x'") | (sql "create user x identified by password ******")
					(sql "create user x identified via ed25519 using password('x1')") | (sql "create user x identified via ed25519 using password(******)")
					(sql "alter user x identified by random password") | (sql "alter user x identified by random password")
					(sql "alter user x identified externally")     | (sql "alter user x identified externally")
					(sql "alter user x identified by ?" p)         | (sql "alter user x identified by ?" p)
					(str "alter user x identified by '" p "'")     | (str "alter user x identified by '" p "'")
					(println "rows are identified by name")        | (println "rows are identified by name")
					(sql "replace into t values ('a')")            | (sql "replace into t values ('a')")
					(sql "alter user x identified by 'a'; replace into t values (1)") | (sql "alter user x identified by ******; replace into t values (1)")
					(sql "create role x password 'x1' login")      | (sql "create role x password ****** login")
					(sql "alter role x with encrypted password 'x1' valid until '2030-01-01'") | (sql "alter role x with encrypted password ****** valid until '2030-01-01'")
					(sql "alter role x password E'ab' login") | (sql "alter role x password ****** login")
					(sql "alter role x password $$it's$$ login")   | (sql "alter role x password ****** login")
					(sql "alter role x password $a$it's$a$ login") | (sql "alter role x password ****** login")
					(sql "alter role x password null")             | (sql "alter role x password null")
					(sql "create login x with password = N'x1', check_policy = off") | (sql "create login x with password = ******, check_policy = off")
					(sql "set password for 'u'@'%' = 'x1'")        | (sql "set password for 'u'@'%' = ******")
					(sql "set password for u=password('x1')")      | (sql "set password for u=password(******)")
					(sql "select password('x1'), 'a'")             | (sql "select password(******), 'a'")
					(sql "select old_password('x1'), 'a'")         | (sql "select old_password(******), 'a'")
					(sql "set password for u to 'x1' retain current password") | (sql "set password for u to ****** retain current password")
					(sql "alter user u set password 'x1'")         | (sql "alter user u set password ******")
					(sql "create user if not exists u password 'x1' admin") | (sql "create user if not exists u password ****** admin")
					(sql "create database link l connect to u identified by tiger using 'db'") | (sql "create database link l connect to u identified by ****** using 'db'")
					(sql "insert into u (name, password) values ('ann', 'x1')") | (sql "insert into u (name, password) values ('ann', ******)")
					(sql "insert into u (password, name) values ('x, (1', 'ann'), (f('y', 2), 'bob')") | (sql "insert into u (password, name) values (******, 'ann'), (f(******, 2), 'bob')")
					(sql "INSERT INTO s.u(id,\\"API_KEY\\",n) overriding system value VALUES (1, $$a'b$$, 'n')") | (sql "INSERT INTO s.u(id,\\"API_KEY\\",n) overriding system value VALUES (1, ******, 'n')")
					(sql "insert into u (name, token) values ('ann', 1234), ('bob', null), ('eve', default)") | (sql "insert into u (name, token) values ('ann', ******), ('bob', null), ('eve', default)")
					(sql "insert into u (name, password) select 'ann', 'x1' from v; select 'a', 'b'") | (sql "insert into u (name, password) select 'ann', ****** from v; select 'a', 'b'")
					(sql "insert into u (name, age) values ('ann', 'x1')") | (sql "insert into u (name, age) values ('ann', 'x1')")
					(sql "insert into u (name, password) values (?, ?)" "ann" "x1") | (sql "insert into u (name, password) values (?, ?)" "ann" ******)
					(sql "insert into u (password, name) values (crypt(?, 'q'), ?)" "x1" "ann") | (sql "insert into u (password, name) values (crypt(?, ******), ?)" ****** "ann")
					(sql "update u set password = ?, name = 'why?' where name = ?" "x1" "ann") | (sql "update u set password = ?, name = 'why?' where name = ?" ****** "ann")
					(sql "update u set name = '?', age = ?, token=? where id = ?" 3 (str "x1" 2) 4) | (sql "update u set name = '?', age = ?, token=? where id = ?" 3 (str ****** ******) 4)
					["update u set password = ? where id = ?" "x1" "7"] | ["update u set password = ? where id = ?" ****** "7"]
					(sql "select * from u where name = ?" "ann") "x" | (sql "select * from u where name = ?" "ann") "x"
					(f {:jwt "x1" :a "b"})                         | (f {:jwt ****** :a "b"})
					(f "jwt" "x1")                                 | (f "jwt" ******)
					(def user-jwt "x1")                            | (def user-jwt ******)
					(.setJwt user "x1")                            | (.setJwt user ******)
					(login :userJwt "x1" :a "b")                   | (login :userJwt ****** :a "b")
					{:jwt-issuer "https://idp" :typ "JWT" :a "b"}  | {:jwt-issuer "https://idp" :typ "JWT" :a "b"}
					security.jwt.issuer-uri=https://idp/           | security.jwt.issuer-uri=https://idp/
					(bean 'jwtDecoder) "x"                         | (bean 'jwtDecoder) "x"
					(eval "(if (token= (drop-all)) 1)")            | (eval "(if (token= (drop-all)) 1)")
					(load-string "token = evil() + 'x'")           | (load-string "token = evil() + 'x'")
					(sql "set password = lower(x1")                | (sql "set password = ******(x1")
					(patch! TokenService "revoke" f)               | (patch! TokenService "revoke" f)
					(watch acme.Secrets "rotate" {:token "x1"})    | (watch acme.Secrets "rotate" {:token ******})
					{"password":"hunter2","user":"ann"}            | {"password":******,"user":"ann"}
					spring.datasource.password=hunter2             | spring.datasource.password=******
					https://host/?token=abc&user=ann               | https://host/?token=******&user=ann
					(transfer "IBAN" "DE00 1234")                  | (transfer "IBAN" ******)
					(println "the password is wrong")              | (println "the password is wrong")
					(System/getenv "DB_PASSWORD")                  | (System/getenv "DB_PASSWORD")
					(count password)                               | (count password)
					(secret "hunter2")                             | (secret ******)
					:password                                      | :password
					:password "unfinished                          | :password ******
					0123456789abcdef0123456789abcdef               | ******
					""")
	void valuesOfSecretsAreMasked(String text, String masked) {
		assertThat(this.masking.text(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "->", quoteCharacter = '~', textBlock = """
			(sh "sh" "-c" "PASSWORD=x|rm -r d") -> (sh "sh" "-c" "PASSWORD=******|rm -r d")
			(sh "sh" "-c" "PASSWORD=x1||rm d") -> (sh "sh" "-c" "PASSWORD=******||rm d")
			(sh "sh" "-c" "PASSWORD=x1>f rm d") -> (sh "sh" "-c" "PASSWORD=******>f rm d")
			(sh "sh" "-c" "PASSWORD=`rm d` x") -> (sh "sh" "-c" "PASSWORD=`rm d` x")
			(sh "sh" "-c" "PASSWORD=$(rm d) x") -> (sh "sh" "-c" "PASSWORD=$(rm d) x")
			(sh "sh" "-c" "mysql --password x1|rm d") -> (sh "sh" "-c" "mysql --password ******|rm d")
			""")
	void ofShellCommandsNothingBehindTheValueIsMasked(String text, String masked) {
		assertThat(this.masking.text(text)).isEqualTo(masked);
	}

	@Test
	void membersWithSuchNamesAreMaskedWhole() {
		assertThat(this.masking.mask(Map.of("password", "hunter2"))).containsEntry("password", "******");
		assertThat(this.masking.mask(Map.of("iban", List.of("a", "b")))).containsEntry("iban",
				List.of("******", "******"));
		assertThat(this.masking.mask(Map.of("rows", 3L, "ok", true))).containsEntry("rows", 3L)
			.containsEntry("ok", true);
	}

	@Test
	void hostileTextsAreMaskedInTime() throws InterruptedException {
		List<String> hostile = List.of("password \"" + "\\\"".repeat(5000), "password=" + "a".repeat(9000),
				"password".repeat(2000), "password " + "-".repeat(9000), "password:".repeat(1000),
				"secret\"".repeat(1500), "a.".repeat(5000) + "token");
		// deep recursion in a regular expression would show on a small stack
		Duration[] taken = new Duration[1];
		Thread small = new Thread(null, () -> {
			hostile.forEach(this.masking::text);
			taken[0] = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
		}, "small", 160 * 1024);
		Throwable[] thrown = new Throwable[1];
		small.setUncaughtExceptionHandler((thread, ex) -> thrown[0] = ex);
		small.start();
		small.join(Patience.PATIENCE.toMillis());
		assertThat(small.isAlive()).isFalse();
		assertThat(thrown[0]).isNull();
		assertThat(taken[0]).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void longTextsAreCut() {
		assertThat(this.masking.text("a".repeat(100_000)).length()).isLessThan(10_000);
	}

	@Test
	void whatIsTooLongToBeLookedAtIsNotShown() {
		String secrets = "(f {:password \"" + "x".repeat(30_000) + "\" :token \"" + "y".repeat(40_000)
				+ "\"} \"late\" {:password \"hunter2\"})";
		assertThat(this.masking.text(secrets)).isEqualTo("(f {:password ****** :token ******");
		String uri = "\"" + ("password=" + "x".repeat(1000) + "&").repeat(100) + "\"";
		assertThat(this.masking.text(uri)).doesNotContain("xx").startsWith("\"password=******&password=******");
		assertThat(this.masking.prose(uri)).doesNotContain("xx");
	}

	@Test
	void namesThatMatchEverythingDoNotHang() {
		assertThat(new Masking(List.of("x*")).text("abc=d")).isNotNull();
		assertThat(new Masking(List.of()).text("password=x")).isEqualTo("password=x");
	}

}
