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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What the kit is for, on the sample application over a real connection: find the orders
 * whose total is wrong, see why, try the correction out, make it, and take it back.
 */
@Timeout(600)
class DataStoryTests {

	private static final String FIND = "(def wrong (sql \"select o.id, o.total, "
			+ "sum(round(l.quantity * l.unit_price * (100 - l.discount_percent) / 100, 2)) as correct "
			+ "from orders o join order_lines l on l.order_id = o.id group by o.id, o.total "
			+ "having o.total <> sum(round(l.quantity * l.unit_price * (100 - l.discount_percent) / 100, 2)) "
			+ "order by o.id\"))";

	private static final String CORRECT = "(doseq [{:keys [id correct]} wrong] "
			+ "(.correctTotal (bean 'orderService) id correct))";

	@Test
	void wrongTotalsAreCorrectedOnH2() throws Exception {
		try (SampleProcess sample = SampleProcess.start()) {
			correct(sample);
		}
	}

	@Test
	void wrongTotalsAreCorrectedOnPostgres() throws Exception {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		try (SampleProcess sample = SampleProcess.start("--spring.profiles.active=postgres", "--PGUSER=test",
				"--PGPASSWORD=", "--PGDATABASE=postgres", "--PGPORT=" + PostgresServer.get().port())) {
			correct(sample);
		}
	}

	private static void correct(SampleProcess sample) throws IOException {
		try (Repl repl = new Repl(sample)) {
			repl.eval(FIND);
			assertThat(repl.eval("wrong")).contains("total", "(7 rows)").contains(" 17 |").contains(" 267 |");
			assertThat(repl.eval("(trace-sql (run! #(.reprice (bean 'orderService) (:id %)) wrong))"))
				.contains("OrderService.find:")
				.contains("OrderService.price:")
				.contains("N+1: 7 times the same query");
			assertThat(repl.eval("(explain \"select * from order_lines where order_id = ?\" 17)"))
				.containsIgnoringCase("order_lines");
			assertThat(repl.eval("(dry-run " + CORRECT + ")")).contains("orders: 7 updated")
				.contains("~ id 17: total ")
				.contains("Rolled back.");
			assertThat(repl.eval("(fix! {:expect 6 :reason \"INC-42\"} " + CORRECT + ")"))
				.contains("Nothing was committed. It changed 7 rows, but 6 were expected");
			assertThat(repl.eval("(count " + FIND.substring(11))).isEqualTo("7");
			String fixed = repl.eval("(fix! {:expect {:orders 7} :reason \"INC-42\"} " + CORRECT + ")");
			assertThat(fixed).contains("orders: 7 updated");
			String id = find("Committed as (fix-[0-9a-f]+)", fixed);
			assertThat(repl.eval("(count " + FIND.substring(11))).isEqualTo("0");
			assertThat(repl.eval("(undo-plan \"" + id + "\")")).containsIgnoringCase("set \"total\" = ")
				.containsIgnoringCase("t.\"id\" = ")
				.contains("'17'");
			assertThat(repl.eval("(undo! {:reason \"INC-42\"} \"" + id + "\")")).contains("orders: 7 updated")
				.contains("Committed as fix-");
			assertThat(repl.eval("(count " + FIND.substring(11))).isEqualTo("7");
			assertEntityIsData(repl);
			assertThat(repl.eval("(jpql \"select o from Order o where o.id = ?1\" 17)")).contains("Customer ")
				.contains("not loaded");
			assertThat(repl.eval("(show (.findById (bean 'orderRepository) 17))")).contains("Customer ", "not loaded")
				.doesNotContain("Optional");
			assertThat(repl.eval("(sort (map (comp str :status) (jpql \"select o from Order o where o.status in (:all)"
					+ " and o.id in (6, 7, 8, 10)\" {:all [:PAID \"CANCELLED\"]})))"))
				.isEqualTo("(\"CANCELLED\" \"PAID\" \"PAID\" \"PAID\")");
			assertThat(repl.eval("(jpql \"select o from Order o where o.status = ?1\" :GONE)"))
				.contains("There is no OrderStatus GONE. There are");
			assertThat(repl.eval("(jpql)")).contains("jpql takes a query as text");
			assertThat(repl.eval("(jpql {:max-rows 0} \"select o from Order o\")"))
				.contains("Options of jpql are :max-rows");
			assertThat(repl.eval("(count (jpql {:max-rows 2} \"select o from Order o\"))")).isEqualTo("2");
		}
	}

	private static void assertEntityIsData(Repl repl) throws IOException {
		String form = "(.get (.findById (bean 'orderRepository) 17))";
		String entity = repl.eval(form);
		assertThat(entity).startsWith("#jpa/entity [dev.replboot.sample.order.Order {")
			.contains(":id 17", "#jpa/not-loaded [dev.replboot.sample.customer.Customer {:id ")
			.doesNotContainPattern("@[0-9a-f]{5,}|0x[0-9a-f]{5,}");
		assertThat(repl.eval(form)).isEqualTo(entity);
		assertThat(repl.eval("(:id (second (:form '" + entity + ")))")).isEqualTo("17");
		assertThat(repl.eval("[(bean 'orderService)]"))
			.isEqualTo("[#spring/bean [dev.replboot.sample.order.OrderService \"orderService\"]]");
	}

	private static String find(String pattern, String text) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return matcher.group(1);
	}

	/**
	 * A session.
	 */
	private static final class Repl implements AutoCloseable {

		private static final String PROMPT = "user=> ";

		private final Socket socket;

		Repl(SampleProcess sample) throws IOException {
			String token = sample.token("admin");
			this.socket = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort());
			this.socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(120));
			eval(token);
		}

		String eval(String form) throws IOException {
			this.socket.getOutputStream().write((form + "\n").getBytes(StandardCharsets.UTF_8));
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			while (!bytes.toString(StandardCharsets.UTF_8).endsWith(PROMPT)) {
				int next = this.socket.getInputStream().read();
				if (next == -1) {
					throw new IOException("The connection was closed after: " + bytes);
				}
				bytes.write(next);
			}
			String answer = bytes.toString(StandardCharsets.UTF_8);
			return answer.substring(0, answer.length() - PROMPT.length()).stripTrailing();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
