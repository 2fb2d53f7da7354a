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

package dev.replboot.lifecycle;

import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.logging.Logger;

import javax.management.ObjectName;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what evaluations have taken of an application, or changed in it, is given
 * back when they are stopped or the REPL closes.
 */
class GivenBackTests {

	private static final int POOL = 3;

	private static TestRepl repl;

	@TempDir
	private static Path folder;

	@BeforeAll
	static void start() {
		repl = TestRepl.closedWith(new Class<?>[] { Application.class }, "repl.limits.callback=200ms");
		repl.context().getBean(JdbcTemplate.class).execute("create table t (x int)");
	}

	@AfterAll
	static void stop() {
		repl.close();
	}

	@BeforeEach
	void open() {
		repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
	}

	private static CloseReport close() {
		return repl.lifecycle().close(TestPrincipal.ADMIN);
	}

	private static HikariPoolMXBean pool() {
		return repl.context().getBean(HikariDataSource.class).getHikariPoolMXBean();
	}

	@Test
	void stoppedEvaluationGivesItsConnectionsBackRolledBack() {
		String insert = "(-> c .createStatement (.execute \"insert into t values (1)\"))";
		try (ReplClient client = repl.login()) {
			for (String form : List.of(
					"(let [v (atom [])] (loop [] (swap! v conj (.getConnection (bean 'dataSource))) (recur)))",
					"(do (def kept (doall (repeatedly 3 #(let [c (.getConnection ^javax.sql.DataSource (bean 'dataSource))]"
							+ " (.setAutoCommit c false) " + insert + " c)))) (while true))",
					"(do (run! (fn [_] @(future (.getConnection (bean 'dataSource)))) (range 3)) (while true))",
					"(let [same (.unwrap (bean 'dataSource) javax.sql.DataSource)]"
							+ " (dotimes [_ 3] (.getConnection same)) (while true))")) {
				client.send(form + "\n");
				await(() -> pool().getActiveConnections() == POOL);
				client.ctrlC();
				client.readUntil("user=> ");
				await(() -> pool().getActiveConnections() == 0);
				assertThat(rows()).isZero();
			}
		}
		assertThat(close().leftovers()).isEmpty();
	}

	private static int rows() {
		return repl.context().getBean(JdbcTemplate.class).queryForObject("select count(*) from t", Integer.class);
	}

	@Test
	void connectionThatIsKeptIsListedAndGivenBackWhenTheReplCloses() {
		try (ReplClient client = repl.login()) {
			client.eval("(def c (doto (.getConnection (bean 'dataSource)) (.setAutoCommit false)))");
			client.eval("(.execute (.createStatement c) \"insert into t values (1)\")");
			assertThat(client.eval("(map (juxt :what :by) (changes))")).isEqualTo("([\"JDBC connection #1\" \"ann\"])");
			assertThat(client.eval("(.isClosed c)")).isEqualTo("false");
			client.eval("(with-open [c (.getConnection (bean 'dataSource))] 1)");
			assertThat(client.eval("(count (changes))")).isEqualTo("1");
			assertThat(pool().getActiveConnections()).isEqualTo(1);
			client.eval("(def d (.getConnection (bean 'dataSource)))");
			assertThat(client.eval("(revert! (:what (second (changes))))")).isEqualTo("true");
			assertThat(client.eval("[(.isClosed d) (count (changes))]")).isEqualTo("[true 1]");
		}
		assertThat(close().leftovers()).isEmpty();
		assertThat(pool().getActiveConnections()).isZero();
		assertThat(rows()).isZero();
	}

	@Test
	void whatACallbackTakesOnAThreadOfTheApplicationIsListedAndGivenBackWhenTheReplCloses() {
		try (TestRepl own = TestRepl.closedWith(new Class<?>[] { Application.class }, "repl.limits.callback=1m")) {
			own.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
			Keeper keeper = own.context().getBean(Keeper.class);
			HikariDataSource dataSource = own.context().getBean(HikariDataSource.class);
			try (ReplClient client = own.login()) {
				client.eval("(.keep (bean 'keeper) (reify java.util.function.Consumer (accept [_ e]"
						+ " (.getConnection ^javax.sql.DataSource (bean 'dataSource))"
						+ " (with-open [c (.getConnection (bean 'dataSource))] 1))))");
				client.eval("(patch! (bean 'keeper) \"answer\""
						+ " (fn [this args proceed] (.getConnection (bean 'dataSource)) (proceed)))");
				own.context().publishEvent("an event");
				assertThat(keeper.answer()).isEqualTo(42);
				assertThat(client.eval("(map :what (filter (fn [c] (= \"taken\" (:to c))) (changes)))"))
					.isEqualTo("(\"JDBC connection #1\" \"JDBC connection #3\")");
				assertThat(dataSource.getHikariPoolMXBean().getActiveConnections()).isEqualTo(2);
			}
			assertThat(own.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
			assertThat(dataSource.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
	}

	@Test
	void listenersAreListedAndRemovedWhenTheReplCloses() {
		int before = repl.context().getApplicationListeners().size();
		String type = "org.springframework.context.ApplicationListener";
		try (ReplClient client = repl.login()) {
			for (String form : List.of(
					"(.addApplicationListener ctx (reify " + type + " (onApplicationEvent [_ e] nil)))",
					"(.addApplicationListener ^org.springframework.context.ConfigurableApplicationContext ctx (proxy ["
							+ type + "] [] (onApplicationEvent [e] nil)))",
					"(let [^" + type + " l (fn [e] nil)] (.addApplicationListener ctx l))",
					"(.addApplicationListener (bean 'applicationEventMulticaster) (reify " + type
							+ " (onApplicationEvent [_ e] nil)))",
					"(.addApplicationListener ctx (do (defrecord Heard [x] " + type
							+ " (onApplicationEvent [_ e] nil)) (->Heard 1)))",
					"(.addApplicationListener ctx (org.springframework.boot.context.ApplicationPidFileWriter. \"never\"))")) {
				client.eval(form);
				assertThat(client.eval("(:what (last (changes)))")).as(form).startsWith("\"ApplicationListener ");
			}
			assertThat(client.eval("(count (changes))")).isEqualTo("6");
		}
		assertThat(close().leftovers()).isEmpty();
		assertThat(repl.context().getApplicationListeners()).hasSize(before);
		publish();
	}

	@Test
	void whateverTheApplicationCallsAndHasAnOppositeIsListedAndRemovedWhenTheReplCloses() {
		Keeper keeper = repl.context().getBean(Keeper.class);
		try (ReplClient client = repl.login()) {
			for (String form : List.of("(.addValve (bean 'keeper) (fn []))",
					"(.addValve ^dev.replboot.lifecycle.GivenBackTests$Keeper (bean 'keeper) (reify Runnable (run [_])))",
					"(.registerContributor (bean 'keeper) \"one\" (fn []))",
					"(.registerContributor (bean 'keeper) \"two\" (fn []))")) {
				String before = client.eval("(count (changes))");
				client.eval(form);
				assertThat(client.eval("(count (changes))")).as(form)
					.isEqualTo(String.valueOf(Integer.parseInt(before) + 1));
			}
			client.eval("(.addValve (bean 'keeper) (Thread.))");
			client.eval("(.unregisterContributor (bean 'keeper) (str \"tw\" \"o\"))");
			assertThat(client.eval("(count (changes))")).isEqualTo("3");
			assertThat(keeper.valves).hasSize(3);
		}
		assertThat(close().leftovers()).isEmpty();
		assertThat(keeper.valves).hasOnlyElementsOfType(Thread.class).hasSize(1);
		assertThat(keeper.contributors).isEmpty();
	}

	@Test
	void whatLoopsDelaysTheApplicationByItsBudgetAndClosingNotAtAll() {
		Keeper keeper = repl.context().getBean(Keeper.class);
		int before = keeper.heard;
		try (ReplClient client = repl.login()) {
			client.eval("(.keep (bean 'keeper) (reify java.util.function.Consumer (accept [_ e] (while true))))");
			client.eval("(.addApplicationListener ctx"
					+ " (reify org.springframework.context.ApplicationListener (onApplicationEvent [_ e] (while true))))");
			for (int i = 0; i < 20; i++) {
				publish();
			}
			assertThat(client.eval("(:id (patch! (bean 'keeper) \"answer\" (fn [this args proceed] (while true))))"))
				.isEqualTo("\"p1\"");
			assertThat(keeper.answer()).isEqualTo(42);
			// the first failure is shown to the author as well
			assertThat(client.eval("(map :errors (patches))")).endsWith("(1)");
		}
		assertThat(close().leftovers()).isEmpty();
		publish();
		assertThat(keeper.heard).isEqualTo(before + 21);
		assertThat(keeper.answer()).isEqualTo(42);
	}

	@Test
	void lockIsListedAndUnlockedWhenTheEvaluationIsStoppedOrTheSessionEnds() throws Exception {
		ReentrantLock lock = repl.context().getBean(ReentrantLock.class);
		try (ReplClient client = repl.login()) {
			client.send("(do (.lock ^java.util.concurrent.locks.ReentrantLock (bean 'lock)) (while true))\n");
			await(lock::isLocked);
			client.ctrlC();
			assertThat(lock.tryLock(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			lock.unlock();
		}
		try (ReplClient client = repl.login(); ReplClient other = repl.login()) {
			client.eval("(do (.lock (bean 'lock)) (.lock (bean 'lock)))");
			String revert = "(try (revert! (:what (first (changes)))) (catch Exception e (ex-message e)))";
			assertThat(other.eval(revert)).contains("could not be given back", "can unlock it");
			assertThat(lock.isLocked()).isTrue();
			assertThat(client.eval("(count (changes))")).isEqualTo("1");
			assertThat(client.eval(revert)).isEqualTo("true");
			assertThat(lock.isLocked()).isFalse();
		}
		for (String form : List.of("(.lock (bean 'lock))", "(.tryLock ^java.util.concurrent.locks.Lock (bean 'lock))",
				"(dotimes [_ 3] (.lockInterruptibly (bean 'lock)))", "@(future (.lock (bean 'lock)) 1)",
				"(.join (doto (Thread. (fn [] (.lock (bean 'lock)))) .start))",
				"(do (.lock (bean 'lock)) (.unlock (bean 'lock)))")) {
			try (ReplClient client = repl.login()) {
				client.eval(form);
				assertThat(client.eval("(count (changes))")).as(form).isEqualTo(lock.isLocked() ? "1" : "0");
			}
			assertThat(lock.tryLock(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(form).isTrue();
			lock.unlock();
		}
		assertThat(close().leftovers()).isEmpty();
	}

	@Test
	void whatWasChangedIsPutBackWhenTheReplCloses() throws Exception {
		Path file = Files.createFile(folder.resolve("locked"));
		System.setProperty("dev.replboot.mine", "before");
		Thread.UncaughtExceptionHandler own = (thread, thrown) -> {
		};
		Thread.setDefaultUncaughtExceptionHandler(own);
		try (ReplClient client = repl.login()) {
			for (String form : List.of(
					"(do (def ch (.getChannel (java.io.RandomAccessFile. \"" + file
							+ "\" \"rw\"))) (def fl (.lock ch)))",
					"(System/setProperty \"dev.replboot.mine\" \"one\")",
					"(System/setProperty \"dev.replboot.new\" \"x\")",
					"(.registerSingleton (.getBeanFactory ctx) \"mine\" (java.util.Date.))",
					"(.registerBean ctx \"yours\" java.util.Date"
							+ " (into-array org.springframework.beans.factory.config.BeanDefinitionCustomizer []))",
					"(.registerBeanDefinition ctx \"theirs\""
							+ " (org.springframework.beans.factory.support.RootBeanDefinition. java.util.Date))",
					"(.scheduleAtFixedRate (bean 'scheduler) (fn []) (java.time.Duration/ofMillis 1))",
					"(.scheduleAtFixedRate (.getScheduledExecutor (bean 'scheduler)) (fn []) 0 1"
							+ " java.util.concurrent.TimeUnit/MILLISECONDS)",
					"(do (def server (java.lang.management.ManagementFactory/getPlatformMBeanServer))"
							+ " (.registerMBean server (javax.management.StandardMBean. (reify Runnable (run [_])) Runnable)"
							+ " (javax.management.ObjectName. \"mine:type=bean\")))",
					"(do (def l (reify javax.management.NotificationListener (handleNotification [_ n h])))"
							+ " (.addNotificationListener ^javax.management.MBeanServer server"
							+ " (javax.management.ObjectName. \"java.lang:type=Memory\")"
							+ " ^javax.management.NotificationListener l nil nil))",
					"(.addNotificationListener ^javax.management.NotificationEmitter"
							+ " (java.lang.management.ManagementFactory/getMemoryMXBean) l nil nil)",
					"(really! (Thread/setDefaultUncaughtExceptionHandler"
							+ " (reify Thread$UncaughtExceptionHandler (uncaughtException [_ t e]))))",
					"(.addShutdownHook (Runtime/getRuntime) (Thread. (fn [])))",
					"(java.sql.DriverManager/registerDriver (reify java.sql.Driver (connect [_ u p] nil)"
							+ " (acceptsURL [_ u] false)))",
					"(do (def h (proxy [java.util.logging.Handler] [] (publish [r]) (flush []) (close [])))"
							+ " (.addHandler (java.util.logging.Logger/getLogger \"mine\") h))")) {
				String before = client.eval("(count (changes))");
				String answer = client.eval(form);
				assertThat(client.eval("(count (changes))")).as(form + ": " + answer)
					.isEqualTo(String.valueOf(Integer.parseInt(before) + 1));
			}
			client.eval("(.setProperty (System/getProperties) \"dev.replboot.mine\" \"two\")");
			assertThat(client.eval("(count (changes))")).isEqualTo("15");
		}
		assertThat(close().leftovers()).isEmpty();
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
				FileLock lock = channel.tryLock()) {
			assertThat(lock).isNotNull();
		}
		assertThat(System.clearProperty("dev.replboot.mine")).isEqualTo("before");
		assertThat(System.getProperty("dev.replboot.new")).isNull();
		assertThat(List.of("mine", "yours", "theirs")).noneMatch(repl.context()::containsBean);
		ThreadPoolTaskScheduler scheduler = repl.context().getBean(ThreadPoolTaskScheduler.class);
		await(() -> scheduler.getScheduledThreadPoolExecutor().getQueue().isEmpty() && scheduler.getActiveCount() == 0);
		assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(new ObjectName("mine:type=bean"))).isFalse();
		assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(own);
		Thread.setDefaultUncaughtExceptionHandler(null);
		assertThat(Logger.getLogger("mine").getHandlers()).isEmpty();
	}

	// on the test's own thread, which is the application's
	private static void publish() {
		repl.context().publishEvent("an event");
	}

	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + Patience.PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("Waited too long").isLessThan(deadline);
			LockSupport.parkNanos(1_000_000);
		}
	}

	/**
	 * An application.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(ReplJdbcAutoConfiguration.class)
	static class Application {

		@Bean
		HikariDataSource dataSource() {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl("jdbc:h2:mem:given-back");
			pool.setMaximumPoolSize(POOL);
			return pool;
		}

		@Bean
		JdbcTemplate jdbcTemplate(HikariDataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

		@Bean
		ReentrantLock lock() {
			return new ReentrantLock();
		}

		@Bean
		ThreadPoolTaskScheduler scheduler() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setRemoveOnCancelPolicy(true);
			return scheduler;
		}

		@Bean
		Keeper keeper() {
			return new Keeper();
		}

	}

	/**
	 * Keeps what it is given and calls it.
	 */
	public static class Keeper {

		private Consumer<Object> kept = (event) -> {
		};

		private int heard;

		private final List<Runnable> valves = new ArrayList<>();

		private final Map<String, Runnable> contributors = new HashMap<>();

		public void addValve(Runnable valve) {
			this.valves.add(valve);
		}

		public void removeValve(Runnable valve) {
			this.valves.remove(valve);
		}

		public void registerContributor(String name, Runnable contributor) {
			this.contributors.put(name, contributor);
		}

		public Object unregisterContributor(String name) {
			return this.contributors.remove(name);
		}

		public void keep(Consumer<Object> listener) {
			this.kept = listener;
		}

		public int answer() {
			return 42;
		}

		@EventListener(String.class)
		public void hear(String event) {
			this.kept.accept(event);
			this.heard++;
		}

	}

}
