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

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import net.bytebuddy.agent.ByteBuddyAgent;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every patch ends, with its session at the latest if it is not kept, and nothing of it
 * stays.
 */
@NullUnmarked
class PatchLifetimeTests {

	private static final String TARGET = PatchedTarget.NAME;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void aPatchEndsWithItsSession() {
		try (TestRepl repl = TestRepl.open(); ReplClient other = repl.login()) {
			try (ReplClient client = repl.login()) {
				PatchedTarget.patch(client, "{:reason \"INC-42\"}");
				assertThat(new PatchedTarget().value()).isEqualTo(41);
				assertThat(other.eval("(map (juxt :id :author :reason :until) (patches))"))
					.isEqualTo("([\"p1\" \"ann\" \"INC-42\" \"the session ends\"])");
			}
			Awaitility.await().atMost(PATIENCE).until(() -> new PatchedTarget().value() == 1);
			Awaitility.await().atMost(PATIENCE).until(() -> other.eval("(patches)").equals("[]"));
			Map<String, Object> patched = PatchedTarget.audited(repl, AuditType.REPL_PATCHED);
			assertThat(patched).containsEntry("reason", "INC-42")
				.containsEntry("what", PatchedTarget.class.getName() + ".value()")
				.containsEntry("session", "s2");
			assertThat(PatchedTarget.audited(repl, AuditType.REPL_PATCH_REVERTED))
				.containsEntry("why", "its session ended")
				.containsEntry("calls", 1L);
		}
	}

	@Test
	void closingTheReplEndsPatchesAndLetsGoOfEverything() {
		try (TestRepl repl = TestRepl.open()) {
			// closing waits for two seconds; a busy machine may keep a thread for longer
			Awaitility.await().atMost(PATIENCE).until(() -> closeWhilePatched(repl), List::isEmpty);
			UnloadedClojure.await();
		}
	}

	private static List<String> closeWhilePatched(TestRepl repl) {
		repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
		try (ReplClient client = repl.login()) {
			UnloadedClojure.remember(client);
			PatchedTarget.patch(client, "{}");
			assertThat(new PatchedTarget().value()).isEqualTo(41);
			List<String> leftovers = repl.lifecycle().close(TestPrincipal.ADMIN).leftovers();
			assertThat(new PatchedTarget().value()).isEqualTo(1);
			return leftovers;
		}
	}

	@Test
	void aCallThatFailsWaitsForNobodyWhoPatches() throws Exception {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(:id (patch! " + TARGET + " \"value\" (fn [& _] (throw (ex-info \"no\" {})))))"))
				.isEqualTo("\"p1\"");
			Thread call = new Thread(() -> assertThat(new PatchedTarget().value()).isEqualTo(1));
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
	void theOriginalsCodeIsBackAfterwards() throws Exception {
		byte[] before = code();
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			PatchedTarget.patch(client, "{}");
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
				if (type == PatchedTarget.class) {
					code.set(bytes.clone());
				}
				return null;
			}

		};
		instrumentation.addTransformer(reader, true);
		try {
			instrumentation.retransformClasses(PatchedTarget.class);
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
			assertThat(new PatchedTarget().value()).isEqualTo(1);
		}
	}

	private static void load(AtomicBoolean over, AtomicLong calls, ConcurrentLinkedQueue<Object> wrong) {
		PatchedTarget target = new PatchedTarget();
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

}
