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
import java.util.List;
import java.util.logging.Logger;

import javax.management.ObjectName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.replboot.testsupport.ReplClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what evaluations have changed in an application, or registered with it, is
 * put back when the REPL closes.
 */
class GivenBackChangesTests extends GivenBackTests {

	@TempDir
	private static Path folder;

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

}
