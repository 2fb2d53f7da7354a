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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import dev.replboot.audit.review.AuditLogFiles;
import dev.replboot.test.security.BoundClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten thousand wrong passwords for the operator's name, from one address and by many
 * connections at once.
 */
class BruteForceTests {

	private static final String REPL = "/actuator/repl";

	private static final int CONNECTIONS = 32;

	private static final int LIMIT = 30;

	private static final String RIGHT = Users.basic("admin", Users.PASSWORD);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "false, 10000", "true, 3000" })
	@Timeout(600)
	void tenThousandWrongPasswordsCostLittleAndLockNobodyElseOut(boolean reactive, int attempts) throws Exception {
		Path file = this.folder.resolve("audit.jsonl");
		ExecutorService attackers = Executors.newFixedThreadPool(CONNECTIONS);
		Instant begun = Instant.now();
		// so many in each minute, of which a busy machine takes more than one
		int minutes;
		try (TestApplication application = start(reactive, file)) {
			CountingEncoder encoder = application.context().getBean(CountingEncoder.class);
			int port = application.managementPort();
			AtomicInteger next = new AtomicInteger();
			CountDownLatch half = new CountDownLatch(attempts / 2);
			List<Future<Integer>> attacks = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				attacks.add(attackers.submit(() -> attack(port, next, attempts, half)));
			}
			assertThat(half.await(5, TimeUnit.MINUTES)).isTrue();
			try (BoundClient operator = new BoundClient("127.0.0.2", port);
					BoundClient victim = new BoundClient("127.0.0.1", port)) {
				Reply opened = operator.send("POST", REPL, "{}", "Authorization", RIGHT);
				assertThat(opened.status()).as(opened.body()).isEqualTo(200);
				Reply throttled = victim.send("GET", REPL, null, "Authorization", RIGHT);
				assertThat(throttled.status()).isEqualTo(429);
				assertThat(Integer.parseInt(throttled.headers().get("Retry-After"))).isBetween(1, 60);
				assertThat(throttled.body()).contains("not looked at", "repl.limits.failed-attempts", " s, or");
				// what isn't the REPL's isn't touched
				assertThat(victim.send("GET", "/hello", null, "Authorization", RIGHT).status()).isEqualTo(200);
				assertThat(victim.send("GET", "/hello", null, "Authorization", Users.basic("admin", "x")).status())
					.isEqualTo(401);
				assertThat(victim.send("GET", "/actuator/health", null, "Authorization", RIGHT).status())
					.isEqualTo(200);
			}
			int unauthorized = 0;
			for (Future<Integer> attack : attacks) {
				unauthorized += attack.get();
			}
			minutes = 1 + (int) Duration.between(begun, Instant.now()).toMinutes();
			assertThat(unauthorized).isBetween(LIMIT, minutes * (LIMIT + CONNECTIONS));
			// of the wrong ones those that were looked at, and the right ones' above
			assertThat(encoder.checks.get()).isLessThanOrEqualTo(minutes * (LIMIT + CONNECTIONS) + 4);
			try (BoundClient operator = new BoundClient("127.0.0.2", port)) {
				assertThat(operator.send("DELETE", REPL, "{}", "Authorization", RIGHT).status()).isEqualTo(200);
			}
		}
		finally {
			attackers.shutdownNow();
		}
		assertRecord(file, attempts, minutes);
	}

	private static int attack(int port, AtomicInteger next, int attempts, CountDownLatch half) {
		int unauthorized = 0;
		try (BoundClient client = new BoundClient("127.0.0.1", port)) {
			for (int number = next.getAndIncrement(); number < attempts; number = next.getAndIncrement()) {
				Reply reply = client.send("GET", REPL, null, "Authorization", Users.basic("admin", "wrong" + number));
				assertThat(reply.status()).isIn(401, 429);
				half.countDown();
				unauthorized += (reply.status() == 401) ? 1 : 0;
			}
		}
		return unauthorized;
	}

	private static void assertRecord(Path file, int attempts, int minutes) throws Exception {
		assertThat(Files.size(file)).isLessThan(minutes * 64 * 1024);
		assertThat(new AuditLogFiles(file).verify().isIntact()).isTrue();
		List<Map<String, Object>> records = Files.readAllLines(file)
			.stream()
			.map((line) -> JsonParserFactory.getJsonParser().parseMap(line))
			.toList();
		assertThat(of(records, "REPL_REFUSED")).hasSizeLessThanOrEqualTo(minutes * (LIMIT + 2))
			.allSatisfy((record) -> assertThat(record).containsEntry("peer", "127.0.0.1")
				.containsEntry("protocol", "http")
				.containsEntry("principal", "anonymous")
				.containsEntry("attempted", "admin"));
		assertThat(of(records, "REPL_REFUSALS"))
			.allSatisfy((record) -> assertThat(record.get("from").toString()).isEqualTo("[127.0.0.1]"));
		long figures = of(records, "REPL_REFUSALS")
			.mapToLong((record) -> ((Number) record.get("unrecorded")).longValue())
			.sum();
		// and the right password from the same address
		assertThat(of(records, "REPL_REFUSED").count() + figures).isEqualTo(attempts + 1);
		for (String type : List.of("REPL_OPENED", "REPL_TOKEN_ISSUED", "REPL_CLOSED")) {
			assertThat(of(records, type)).hasSize(1)
				.allSatisfy((record) -> assertThat(record).containsEntry("peer", "127.0.0.2")
					.containsEntry("protocol", "http")
					.containsEntry("principal", "admin"));
		}
		assertThat(Files.readString(file)).doesNotContain("wrong");
	}

	private static Stream<Map<String, Object>> of(List<Map<String, Object>> records, String type) {
		return records.stream().filter((record) -> type.equals(record.get("type")));
	}

	private static TestApplication start(boolean reactive, Path file) {
		List<String> properties = new ArrayList<>(List.of("repl.audit.file=" + file, "repl.audit.log=false",
				"repl.limits.failed-attempts=" + LIMIT, "repl.limits.failed-logins=" + LIMIT));
		if (reactive) {
			properties.add("spring.autoconfigure.exclude=" + String.join(",", Cell.TOMCAT));
		}
		return TestApplication.start(reactive ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET,
				BruteForceTests.class.getClassLoader(),
				List.of(reactive ? ReactiveApplication.class : ServletApplication.class), properties);
	}

	private static UserDetails admin(PasswordEncoder encoder) {
		return User.withUsername("admin").password(encoder.encode(Users.PASSWORD)).roles("REPL_ADMIN").build();
	}

	@Configuration(proxyBeanMethods = false)
	static class ServletApplication extends ServletApplications.Plain {

		@Bean
		CountingEncoder encoder() {
			return new CountingEncoder();
		}

		@Bean
		@Primary
		InMemoryUserDetailsManager users(CountingEncoder encoder) {
			return new InMemoryUserDetailsManager(admin(encoder));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveApplication extends ReactiveApplications.Plain {

		@Bean
		CountingEncoder encoder() {
			return new CountingEncoder();
		}

		@Bean
		MapReactiveUserDetailsService users(CountingEncoder encoder) {
			return new MapReactiveUserDetailsService(admin(encoder));
		}

	}

	/**
	 * BCrypt, which takes its time on purpose.
	 */
	static final class CountingEncoder implements PasswordEncoder {

		private final PasswordEncoder bcrypt = new BCryptPasswordEncoder(8);

		private final AtomicInteger checks = new AtomicInteger();

		@Override
		public @Nullable String encode(@Nullable CharSequence password) {
			return this.bcrypt.encode(password);
		}

		@Override
		public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
			this.checks.incrementAndGet();
			return this.bcrypt.matches(password, encoded);
		}

	}

}
