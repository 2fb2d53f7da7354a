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

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is shown of a property's value.
 */
@Tag("plain")
class SanitizingTests {

	private static final PropertySource<?> SOURCE = PropertySource.named("test");

	private final Sanitizing sanitizing = new Sanitizing(Sanitizing.Rule.NONE, List.of("launch-code"));

	@ParameterizedTest
	@ValueSource(strings = { "spring.datasource.password", "DB_PASSWORD", "db.pass", "DB_PASS", "DBPWD", "db_pwd",
			"acme.api-key", "ACME_APIKEY", "acme.client-secret", "github.token", "GITHUB_TOKEN", "aws.secretKey",
			"AWS_ACCESS_KEY", "acme.credentials.user", "tls.private-key", "acme.passphrase", "acme.pass-word",
			"acme.headers.Authorization", "acme.launch-code", "sun.java.command", "spring.application.json",
			"SPRING_APPLICATION_JSON", "VCAP_SERVICES", "vcap.services.db.uri" })
	void valueOfASecretsNameIsMasked(String key) {
		assertThat(this.sanitizing.property(SOURCE, key, "hunter2")).isEqualTo("******");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PWD", "OLDPWD", "server.port", "spring.datasource.url", "acme.bypass", "acme.monkeys",
			"acme.passenger", "COMPASS", "user.dir" })
	void valueOfAnotherNameIsShown(String key) {
		assertThat(this.sanitizing.property(SOURCE, key, "8080")).isEqualTo("8080");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					https://bob:hunter2@host/x                      | https://bob:******@host/x
					http://bob:hunter2@host:8080/a?b=c@d            | http://bob:******@host:8080/a?b=c@d
					https://bob:hun@ter2@host/x                     | https://bob:******@host/x
					https://bob:hun/ter2@host/x                     | https://bob:******@host/x
					https://bob:hun?ter#2@host/x                    | https://bob:******@host/x
					https://bob:hun:ter2@host                       | https://bob:******@host
					https://bob:@host                               | https://bob:@host
					https://ghp_0123456789abcdefghij@github.com/x   | https://******@github.com/x
					https://ghp_0123456789abcdefghij:x@github.com/x | https://******@github.com/x
					redis://:hunter2@host:6379                      | redis://:******@host:6379
					mongodb://u:hunter2@h1:27017,h2:27017/db?w=1    | mongodb://u:******@h1:27017,h2:27017/db?w=1
					mongodb+srv://u:hunter2@cluster.example.com     | mongodb+srv://u:******@cluster.example.com
					amqp://u:hunter2@h1,amqp://v:hunter2@h2         | amqp://u:******@h1,amqp://v:******@h2
					jdbc:mysql://u:hunter2@h1,v:hunter2@h2/db       | jdbc:mysql://u:******@h2/db
					jdbc:postgresql://h/db?user=a&password=hunter2  | jdbc:postgresql://h/db?user=a&password=******
					jdbc:postgresql://h/db?password=hunter2&ssl=on  | jdbc:postgresql://h/db?password=******&ssl=on
					jdbc:sqlserver://h:1433;user=sa;password={hun;ter2};encrypt=true | jdbc:sqlserver://h:1433;user=sa;password=******;encrypt=true
					jdbc:sqlserver://h;user=sa;pwd=hunter2          | jdbc:sqlserver://h;user=sa;pwd=******
					jdbc:oracle:thin:scott/hunter2@//h:1521/svc     | jdbc:oracle:thin:scott/******@//h:1521/svc
					jdbc:oracle:thin:scott/"hun@ter2"@h:1521:sid    | jdbc:oracle:thin:scott/******@h:1521:sid
					jdbc:h2:mem:x;USER=sa;PASSWORD=hunter2          | jdbc:h2:mem:x;USER=sa;PASSWORD=******
					jdbc:mysql://address=(host=h)(user=u)(password=hunter2)/db | jdbc:mysql://address=(host=h)(user=u)(password=******)/db
					Endpoint=sb://h/;SharedAccessKeyName=Root;SharedAccessKey=hunter2= | Endpoint=sb://h/;SharedAccessKeyName=******;SharedAccessKey=******
					https://h/x?access_token=hunter2                | https://h/x?access_token=******
					https://h/blob?sv=1&sig=hunter2%3D              | https://h/blob?sv=1&sig=******
					-Xmx1g -Dspring.datasource.password=hunter2 -Da=b | -Xmx1g -Dspring.datasource.password=****** -Da=b
					--token hunter2 --level info                    | --token ****** --level info
					mysql -u bob --password "hunter2" db            | mysql -u bob --password ****** db
					--token --level info                            | --token --level info
					{"user":"bob","password":"hunter2"}             | {"user":"bob","password":******}
					Authorization: Bearer hunter2                   | Authorization: ******
					Authorization=Basic hunter2==                   | Authorization=******
					""")
	void secretInsideAValueIsMasked(String value, String shown) {
		assertThat(this.sanitizing.property(SOURCE, "acme.value", value)).isEqualTo(shown).doesNotContain("hunter2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://host/x", "https://host:8080/@scope/pkg", "ssh://git@github.com/x.git",
			"jdbc:postgresql://h1:5432,h2:5432/db?user=a", "mail to bob@host: now", "classpath:a.yml,file:b.yml",
			"http://[::1]:8080/a@b", "a://b:c", "C:\\x", "bob@host", "" })
	void valueWithoutASecretIsShownAsItIs(String value) {
		assertThat(this.sanitizing.property(SOURCE, "acme.value", value)).isEqualTo(value);
	}

	@Test
	void privateKeyIsMasked() {
		assertThat(this.sanitizing.property(SOURCE, "acme.pem", "-----BEGIN PRIVATE KEY-----\nMIIE\n"))
			.isEqualTo("******");
	}

	@Test
	void applicationDecidesFirst() {
		Set<String> own = Set.of("acme.phone", "acme.password");
		Sanitizing.Rule rule = (source, key, value) -> own.contains(key) ? "…" + value.toString().substring(4) : value;
		Sanitizing decided = new Sanitizing(rule, List.of());
		assertThat(decided.property(SOURCE, "acme.phone", "555-0199")).isEqualTo("…0199");
		assertThat(decided.property(SOURCE, "acme.password", "12345678")).isEqualTo("…5678");
		assertThat(decided.property(SOURCE, "acme.token", "12345678")).isEqualTo("******");
		assertThat(new Sanitizing((source, key, value) -> null, List.of()).property(SOURCE, "a", "b")).isNull();
	}

	@Test
	void longTextTakesNoTime() {
		for (String piece : List.of("password", "a:", "://", "x://a:", "token-", "{\"", "@", "jdbc:oracle:thin:a/")) {
			String text = piece.repeat(200_000 / piece.length());
			assertThat(this.sanitizing.property(SOURCE, "acme.value", text)).isNotNull();
		}
	}

	@Test
	void recordHasNoPasswordOfAUrlEither() {
		assertThat(new Masking(List.of(Masking.NAMES)).text("\"https://bob:hunter2@host/x\""))
			.isEqualTo("\"https://bob:******@host/x\"");
	}

}
