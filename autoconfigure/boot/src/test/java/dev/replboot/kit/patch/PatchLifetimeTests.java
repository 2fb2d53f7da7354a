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

package dev.replboot.kit.patch;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.slf4j.LoggerFactory;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every patch ends, and nothing of it stays.
 */
@NullUnmarked
public class PatchLifetimeTests {

	/**
	 * Set from the REPL: the class loader of its Clojure.
	 */
	public static final AtomicReference<WeakReference<ClassLoader>> LOADER = new AtomicReference<>();

	private static final String TARGET = "\"" + Target.class.getName() + "\"";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void aPatchEndsWithItsSession() {
		try (TestRepl repl = TestRepl.open(); ReplClient other = repl.login()) {
			try (ReplClient client = repl.login()) {
				patch(client, "{:reason \"INC-42\"}");
				assertThat(new Target().value()).isEqualTo(41);
				assertThat(other.eval("(map (juxt :id :author :reason :until) (patches))"))
					.isEqualTo("([\"p1\" \"ann\" \"INC-42\" \"the session ends\"])");
			}
			Awaitility.await().atMost(PATIENCE).until(() -> new Target().value() == 1);
			Awaitility.await().atMost(PATIENCE).until(() -> other.eval("(patches)").equals("[]"));
			Map<String, Object> patched = data(repl, AuditType.REPL_PATCHED);
			assertThat(patched).containsEntry("reason", "INC-42")
				.containsEntry("what", Target.class.getName() + ".value()")
				.containsEntry("session", "s2");
			assertThat(data(repl, AuditType.REPL_PATCH_REVERTED)).containsEntry("why", "its session ended")
				.containsEntry("calls", 1L);
		}
	}

	@Test
	void closingTheReplEndsPatchesAndLetsGoOfEverything() {
		try (TestRepl repl = TestRepl.open()) {
			// closing waits for two seconds; a busy machine may keep a thread for longer
			Awaitility.await().atMost(PATIENCE).until(() -> closeWhilePatched(repl), List::isEmpty);
			awaitUnloaded();
		}
	}

	private static List<String> closeWhilePatched(TestRepl repl) {
		repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
		try (ReplClient client = repl.login()) {
			rememberLoader(client);
			patch(client, "{}");
			assertThat(new Target().value()).isEqualTo(41);
			List<String> leftovers = repl.lifecycle().close(TestPrincipal.ADMIN).leftovers();
			assertThat(new Target().value()).isEqualTo(1);
			return leftovers;
		}
	}

	@Test
	void aKeptPatchOutlivesSessionAndReplUntilItIsReverted() {
		try (TestRepl repl = TestRepl.open()) {
			Patches patches = repl.context().getBean(Patches.class);
			try (ReplClient client = repl.login()) {
				rememberLoader(client);
				patch(client, "{:keep \"2h\"}");
			}
			assertThat(new Target().value()).isEqualTo(41);
			assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).singleElement()
				.asString()
				.startsWith("Clojure stays for the patches that are kept: p1 of " + Target.class.getName()
						+ ".value() until");
			assertThat(new Target().value()).isEqualTo(41);
			assertThat(patches.all()).hasSize(1);
			repl.lifecycle().open(TestPrincipal.ADMIN, null, "again");
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("(mapv :id (patches))")).isEqualTo("[\"p1\"]");
				assertThat(new Target().value()).isEqualTo(41);
				assertThat(client.eval("(revert! \"p1\")")).isEqualTo("true");
				assertThat(new Target().value()).isEqualTo(1);
			}
			awaitUnloaded();
		}
	}

	@Test
	void aKeptPatchThatLoopsIsStoppedInAnEvaluationOfTheNextReplAsWell() {
		try (TestRepl repl = TestRepl.open("repl.limits.callback=200ms")) {
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("(:id (patch! " + TARGET
						+ " \"value\" (fn [this args proceed] (loop [] (recur))) {:keep \"2h\"}))"))
					.isEqualTo("\"p1\"");
			}
			repl.lifecycle().close(TestPrincipal.ADMIN);
			repl.lifecycle().open(TestPrincipal.ADMIN, null, "again");
			try (ReplClient client = repl.login()) {
				// its author's session is over, and this one has another id
				assertThat(client.eval("(.value (" + Target.class.getName() + ".))")).isEqualTo("1");
				assertThat(client.eval("(:last-error (first (patches)))"))
					.contains("It ran for longer than 200 ms (repl.limits.callback)");
				assertThat(client.eval("(revert! \"p1\")")).isEqualTo("true");
			}
		}
	}

	@Test
	void aCallThatFailsWaitsForNobodyWhoPatches() throws Exception {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(:id (patch! " + TARGET + " \"value\" (fn [& _] (throw (ex-info \"no\" {})))))"))
				.isEqualTo("\"p1\"");
			Thread call = new Thread(() -> assertThat(new Target().value()).isEqualTo(1));
			// as somebody does whose patch is just put in force
			synchronized (repl.context().getBean(Patches.class)) {
				call.start();
				call.join(PATIENCE.toMillis());
				assertThat(call.isAlive()).isFalse();
			}
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> client.eval("(:last-error (first (patches)))").contains("no"));
		}
	}

	@Test
	void aKeptPatchEndsWhenItsTimeIsOver() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			patch(client, "{:keep \"300ms\"}");
			Awaitility.await().atMost(PATIENCE).until(() -> new Target().value() == 1);
			Awaitility.await().atMost(PATIENCE).until(() -> client.eval("(patches)").equals("[]"));
			assertThat(data(repl, AuditType.REPL_PATCH_REVERTED)).containsEntry("why", "its time was over");
		}
	}

	@Test
	void closingTheContextEndsKeptPatches() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			rememberLoader(client);
			patch(client, "{:keep \"2h\"}");
		}
		assertThat(new Target().value()).isEqualTo(1);
		awaitUnloaded();
		// it was told to end, which takes its time
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().equals("repl-patches")));
	}

	@Test
	void theNextStartNamesWhatTheLastRunKept(@TempDir Path folder) throws IOException {
		Path journal = folder.resolve("patches");
		try (TestRepl repl = TestRepl.open("repl.patch.journal=" + journal); ReplClient client = repl.login()) {
			patch(client, "{:keep \"2h\" :reason \"INC-42\"}");
			client.eval("(do (patch! " + TARGET + " \"other\" (fn [& _] 5)) :ok)");
			assertThat(Files.readString(journal)).startsWith(Target.class.getName() + ".value(), by ann since ")
				.endsWith("(INC-42)\n")
				.doesNotContain("other");
			client.eval("(revert-all!)");
			assertThat(journal).doesNotExist();
			patch(client, "{:keep \"2h\" :reason \"INC-43\"}");
		}
		assertThat(Files.readString(journal)).contains("INC-43");
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(PatchJournal.class);
		appender.start();
		logger.addAppender(appender);
		try {
			TestRepl.closed("repl.patch.journal=" + journal).close();
			TestRepl.closed("repl.patch.journal=" + journal).close();
		}
		finally {
			logger.detachAppender(appender);
		}
		assertThat(appender.list).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.asString()
			.contains("The last run of this application ended with patches", "Target.value(), by ann", "INC-43");
		assertThat(journal).doesNotExist();
		assertThat(new Target().value()).isEqualTo(1);
	}

	@Test
	void theOriginalsCodeIsBackAfterwards() throws Exception {
		byte[] before = code();
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			patch(client, "{}");
			client.eval("(do (patch! " + TARGET + " \"other\" (fn [& _] 5)) :ok)");
			assertThat(instructions(code())).isNotEqualTo(instructions(before));
			client.eval("(revert! \"p1\")");
			client.eval("(revert! \"p2\")");
			assertThat(instructions(code())).isEqualTo(instructions(before));
		}
	}

	// as it is in force: the transformer comes after those that patch
	private static byte[] code() throws Exception {
		Instrumentation instrumentation = ByteBuddyAgent.install();
		AtomicReference<byte[]> code = new AtomicReference<>();
		ClassFileTransformer reader = new ClassFileTransformer() {

			@Override
			public byte[] transform(ClassLoader loader, String name, Class<?> type, ProtectionDomain domain,
					byte[] bytes) {
				if (type == Target.class) {
					code.set(bytes.clone());
				}
				return null;
			}

		};
		instrumentation.addTransformer(reader, true);
		try {
			instrumentation.retransformClasses(Target.class);
		}
		finally {
			instrumentation.removeTransformer(reader);
		}
		return code.get();
	}

	// the order of constants may differ
	private static List<String> instructions(byte[] code) {
		List<String> instructions = new ArrayList<>();
		new ClassReader(code).accept(new ClassVisitor(Opcodes.ASM9) {

			@Override
			public MethodVisitor visitMethod(int access, String method, String descriptor, String signature,
					String[] exceptions) {
				instructions.add(method + descriptor);
				return new MethodVisitor(Opcodes.ASM9) {

					@Override
					public void visitInsn(int opcode) {
						instructions.add(String.valueOf(opcode));
					}

					@Override
					public void visitMethodInsn(int opcode, String owner, String name, String type, boolean face) {
						instructions.add(opcode + owner + name + type);
					}
				};
			}
		}, 0);
		return instructions;
	}

	@Test
	void patchingAndRevertingFromThreeSessionsUnderLoad() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		AtomicLong calls = new AtomicLong();
		ConcurrentLinkedQueue<Object> wrong = new ConcurrentLinkedQueue<>();
		try (TestRepl repl = TestRepl.open()) {
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				threads.add(new Thread(() -> load(over, calls, wrong), "load"));
			}
			for (int i = 0; i < 3; i++) {
				threads.add(new Thread(() -> patchInALoop(repl, wrong), "patches"));
			}
			threads.forEach(Thread::start);
			try {
				for (Thread thread : threads.subList(2, 5)) {
					thread.join(5 * PATIENCE.toMillis());
					assertThat(thread.isAlive()).isFalse();
				}
			}
			finally {
				over.set(true);
			}
			for (Thread thread : threads) {
				thread.join(PATIENCE.toMillis());
			}
			assertThat(wrong).isEmpty();
			assertThat(calls).hasPositiveValue();
			assertThat(repl.context().getBean(Patches.class).all()).isEmpty();
			assertThat(new Target().value()).isEqualTo(1);
		}
	}

	private static void load(AtomicBoolean over, AtomicLong calls, ConcurrentLinkedQueue<Object> wrong) {
		Target target = new Target();
		while (!over.get()) {
			int value = target.value();
			calls.incrementAndGet();
			if (value != 1 && value != 41) {
				wrong.add(value);
			}
		}
	}

	private static void patchInALoop(TestRepl repl, ConcurrentLinkedQueue<Object> wrong) {
		try (ReplClient client = repl.login()) {
			for (int i = 0; i < Integer.getInteger("patch.rounds", 30); i++) {
				String answer = client.eval("(try (revert! (:id (patch! " + TARGET
						+ " \"value\" (fn [this args proceed] (+ 40 (proceed)))))) (catch Exception e (ex-message e)))");
				if (!answer.equals("true") && !answer.contains("is patched already")) {
					wrong.add(answer);
				}
			}
		}
	}

	private static void patch(ReplClient client, String options) {
		assertThat(client
			.eval("(:id (patch! " + TARGET + " \"value\" (fn [this args proceed] (+ 40 (proceed))) " + options + "))"))
			.matches("\"p\\d+\"");
	}

	private static void rememberLoader(ReplClient client) {
		assertThat(client.eval("(.set " + PatchLifetimeTests.class.getName()
				+ "/LOADER (java.lang.ref.WeakReference. (.getClassLoader (class inc))))"))
			.isEqualTo("nil");
		assertThat(LOADER.get().get()).isNotNull();
	}

	private static void awaitUnloaded() {
		Awaitility.await().atMost(PATIENCE).until(() -> {
			System.gc();
			return LOADER.get().get() == null;
		});
	}

	private static Map<String, Object> data(TestRepl repl, AuditType type) {
		// what was put back isn't listed any more before its end is in the audit log
		return Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> repl.events(type), (events) -> !events.isEmpty())
			.get(0)
			.getAuditEvent()
			.getData();
	}

	/**
	 * What is patched.
	 */
	public static class Target {

		/**
		 * A value.
		 * @return one
		 */
		public int value() {
			return 1;
		}

		/**
		 * Another value.
		 * @return two
		 */
		public int other() {
			return 2;
		}

	}

}
