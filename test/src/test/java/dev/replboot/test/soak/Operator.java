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

package dev.replboot.test.soak;

import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import dev.replboot.test.sample.SampleProcess;
import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.ReplClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody who opens the REPL, does what people do in it, and closes it.
 */
final class Operator {

	private static final Pattern RUNNING = Pattern
		.compile("\"id\":\"([^\"]+)\"[^{}]*(?:\\{[^{}]*}[^{}]*)?\"running\":\\{");

	private static final String ENDLESS = "(do (println \"begun\") (loop [] (recur)))\n";

	// each ends with a sentence or a value
	private static final List<String> FORMS = List.of("(reduce + (range 1000))",
			"(do (defrecord Point [x y]) (map->Point {:x 1 :y 2}))", "(count (.findAll (bean 'orderRepository)))",
			"(do (def later (future (Thread/sleep 100000))) (def counter (agent 0)) (send counter inc) (await counter) @counter)",
			"(do (def pool (java.util.concurrent.Executors/newFixedThreadPool 2)) (.submit pool ^Runnable (fn [] (Thread/sleep 100000))) 1)",
			"(do (.schedule (java.util.Timer. \"soak\") (proxy [java.util.TimerTask] [] (run [])) 1000000) 1)",
			"(do (.set (ThreadLocal.) (fn [])) (.set (InheritableThreadLocal.) (fn [])) 1)",
			"(do (def connection (.getConnection ^javax.sql.DataSource (bean 'dataSource))) (.setAutoCommit connection false) 1)",
			"(do (def files (doall (repeatedly 3 #(java.io.FileInputStream. \"/proc/self/status\")))) 1)",
			"(do (def server (java.net.ServerSocket. 0)) 1)",
			"(do (require 'clojure.zip 'clojure.data) (first (clojure.data/diff {:a 1} {:a 2})))",
			"(throw (ex-info \"no\" {:a 1}))", "(vec (range))", "(sort-by str (map (fn [x] {:x x}) (range 100)))",
			"(take 3 (iterate inc 1))", "(do (add-tap prn) (tap> 1) (pmap inc (range 10)))",
			"(sql \"select count(*) from orders\")", "(do (.start (Thread. (fn [] (while true)))) 1)",
			"(System/setProperty \"soak\" \"yes\")", "(bean 'orderService)");

	private static final List<String> CHANGES = List.of(
			"(patch! (bean 'pricingRule) \"lineTotal\" (fn [this args proceed] (proceed)))",
			"(patch! (bean 'customerDirectory) \"find\" (fn [this args proceed] (proceed)))",
			"(watch (bean 'pricingRule) \"lineTotal\" {:limit 5 :for \"1s\"})",
			"(do (.addApplicationListener ctx (reify org.springframework.context.ApplicationListener (onApplicationEvent [_ _]))) 1)",
			"(do (.addApplicationListener ctx (reify org.springframework.context.ApplicationListener"
					+ " (onApplicationEvent [_ _] (class (vec (range 100)))))) 1)",
			"(do (.registerSingleton (.getBeanFactory ctx) (str (gensym \"soak\")) (fn [])) 1)");

	private static final List<BiConsumer<Operator, ReplClient>> ACTIONS = List.of(Operator::forms, Operator::changes,
			Operator::interruptsByCtrlC, Operator::interruptsOverHttp, Operator::dropsWhileEvaluating,
			Operator::dropsHalfTyped, Operator::leaves);

	private final SampleProcess sample;

	private final Random random;

	Operator(SampleProcess sample, Random random) {
		this.sample = sample;
		this.random = random;
	}

	/**
	 * Do everything once.
	 */
	void everything() {
		String token = this.sample.token("admin");
		try (ReplClient client = login(token)) {
			FORMS.forEach((form) -> evaluate(client, form));
			CHANGES.forEach((form) -> evaluate(client, form));
		}
		ACTIONS.forEach((action) -> act(token, action));
		close();
	}

	/**
	 * Open, do something, and close.
	 */
	void round() {
		String token = this.sample.token("admin");
		int actions = 2 + this.random.nextInt(6);
		for (int i = 0; i < actions; i++) {
			act(token, ACTIONS.get(this.random.nextInt(ACTIONS.size())));
		}
		if (this.random.nextBoolean()) {
			refusedConnections();
		}
		// what runs is stopped by closing
		if (this.random.nextBoolean()) {
			try (ReplClient client = login(token)) {
				begin(client);
				close();
				client.readToEnd();
			}
		}
		else {
			close();
		}
	}

	private void act(String token, BiConsumer<Operator, ReplClient> action) {
		try (ReplClient client = login(token)) {
			action.accept(this, client);
		}
	}

	private ReplClient login(String token) {
		ReplClient client = ReplClient.connect(this.sample.socketPort());
		client.send(token + "\n");
		client.readUntil("user=> ");
		return client;
	}

	private void evaluate(ReplClient client, String form) {
		assertThat(client.eval(form)).as(form).isNotEmpty();
	}

	private void forms(ReplClient client) {
		int count = 1 + this.random.nextInt(5);
		for (int i = 0; i < count; i++) {
			evaluate(client, FORMS.get(this.random.nextInt(FORMS.size())));
		}
	}

	private void changes(ReplClient client) {
		evaluate(client, CHANGES.get(this.random.nextInt(CHANGES.size())));
	}

	private static void begin(ReplClient client) {
		client.send(ENDLESS);
		client.readUntil("begun\n");
	}

	private void interruptsByCtrlC(ReplClient client) {
		begin(client);
		client.ctrlC();
		assertThat(client.readUntil("user=> ")).contains("Evaluation stopped");
	}

	private void interruptsOverHttp(ReplClient client) {
		begin(client);
		Awaitility.await().atMost(Patience.PATIENCE).until(this::interruptAll);
		assertThat(client.readUntil("user=> ")).contains("Evaluation stopped");
	}

	// also those of connections that were dropped
	private boolean interruptAll() {
		String body = this.sample.request("GET", this.sample.endpoint(), "viewer", "").body();
		Matcher session = RUNNING.matcher(body);
		boolean any = false;
		while (session.find()) {
			int status = this.sample
				.request("POST", this.sample.endpoint() + "/" + session.group(1), "admin", "{\"action\":\"interrupt\"}")
				.statusCode();
			any |= status == 200;
		}
		return any;
	}

	private void dropsWhileEvaluating(ReplClient client) {
		begin(client);
		reset(client);
	}

	private void dropsHalfTyped(ReplClient client) {
		client.send("(do (println \"half");
		if (this.random.nextBoolean()) {
			reset(client);
		}
	}

	private void leaves(ReplClient client) {
		client.send(":repl/quit\n");
		client.readToEnd();
	}

	private void refusedConnections() {
		for (String begin : List.of("", "half a tok", "0123456789abcdef0123456789abcdef\n(+ 1 2)\n")) {
			try (ReplClient client = ReplClient.connect(this.sample.socketPort())) {
				if (!begin.isEmpty()) {
					client.send(begin);
				}
			}
		}
	}

	private static void reset(ReplClient client) {
		try {
			client.socket().setSoLinger(true, 0);
		}
		catch (SocketException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void close() {
		assertThat(this.sample.request("DELETE", this.sample.endpoint(), "admin", "").body())
			.contains("\"wasOpen\":true", "\"leftovers\":[]");
	}

}
