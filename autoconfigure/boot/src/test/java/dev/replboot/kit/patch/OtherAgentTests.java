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
import java.security.ProtectionDomain;

import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatchers;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Patches and watches methods of classes that another agent changes as well.
 */
@NullUnmarked
class OtherAgentTests {

	private static final String TILL = "\"" + Till.class.getName() + "\"";

	private static TestRepl repl;

	private static ReplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.limits.callback=1m");
		client = repl.login();
	}

	@AfterAll
	static void close() {
		client.close();
		repl.close();
	}

	@AfterEach
	void revertAll() {
		client.eval("(revert-all!)");
	}

	@Test
	void patchAndAnotherAgentWorkInEitherOrder() {
		ResettableClassFileTransformer agent = agent();
		patchCount();
		// in place of the method with what the agent has added
		assertThat(new Till().count(1)).isEqualTo(42);
		client.eval("(revert-all!)");
		assertThat(new Till().count(1)).isEqualTo(1 + 1000);
		reset(agent);
		patchCount();
		agent = agent();
		assertThat(new Till().count(1)).isEqualTo(42 + 1000);
		client.eval("(revert-all!)");
		assertThat(new Till().count(1)).isEqualTo(1 + 1000);
		patchCount();
		reset(agent);
		assertThat(new Till().count(1)).isEqualTo(42);
		client.eval("(revert-all!)");
		assertThat(new Till().count(1)).isEqualTo(1);
	}

	@Test
	void patchThatAnotherAgentReplacesIsShownAndTheNextIsRefused() throws Exception {
		Instrumentation instrumentation = ByteBuddyAgent.install();
		// so that the other agent comes after the REPL's
		client.eval("(patch! \"" + Other.class.getName() + "\" \"name\" (fn [& _] \"patched\"))");
		patchCount();
		ClassFileTransformer replacing = replacing(Till.class);
		instrumentation.addTransformer(replacing, true);
		try {
			instrumentation.retransformClasses(Till.class);
			assertThat(new Till().count(1)).isEqualTo(1);
			assertThat(client.eval("(map (juxt :id :overwritten) (patches))")).matches("\\(.*nil] .*true]\\)");
			assertThat(client.eval("(patch! " + TILL + " \"count(int)\" (fn [& _] 42))"))
				.contains("Another agent replaces the code of " + Till.class.getName());
			assertThat(client.eval("(watch " + TILL + " \"count(int)\" {:for \"1s\"})"))
				.contains("Another agent replaces the code of " + Till.class.getName());
			assertThat(client.eval("[(count (patches)) (watches)]")).isEqualTo("[1 []]");
		}
		finally {
			instrumentation.removeTransformer(replacing);
			instrumentation.retransformClasses(Till.class);
		}
		patchCount();
		assertThat(new Till().count(1)).isEqualTo(42);
		assertThat(client.eval("(map :overwritten (revert-all!))")).isEqualTo("(nil nil)");
		assertThat(Till.class.getDeclaredMethod("count", int.class).getAnnotations()).isEmpty();
	}

	@Test
	void watchThatAnotherAgentReplacesEndsAndIsTold() throws Exception {
		Instrumentation instrumentation = ByteBuddyAgent.install();
		// so that the other agent comes after the REPL's
		client.eval("(patch! \"" + Other.class.getName() + "\" \"name\" (fn [& _] \"patched\"))");
		ClassFileTransformer replacing = replacing(Till.class);
		try (ReplClient watching = repl.login(); ReplClient sampling = repl.login()) {
			watching.send("(watch " + TILL + " \"count(int)\" {:for \"10m\"})\n");
			sampling.send("(time-tree " + TILL + " \"count(int)\" {:for \"10m\"})\n");
			Awaitility.await().until(() -> client.eval("(count (watches))").equals("2"));
			instrumentation.addTransformer(replacing, true);
			instrumentation.retransformClasses(Till.class);
			String told = "Till.count(int) has ended: another agent has replaced the code";
			assertThat(watching.readUntil(":ended \"")).contains(told);
			assertThat(sampling.readUntil(":ended \"")).contains(told);
			Awaitility.await().until(() -> client.eval("(watches)").equals("[]"));
		}
		finally {
			instrumentation.removeTransformer(replacing);
			instrumentation.retransformClasses(Till.class);
		}
		assertThat(Till.class.getDeclaredMethod("count", int.class).getAnnotations()).isEmpty();
	}

	@Test
	void patchOfClassThatAnotherAgentMakesUnchangeableIsNotCalledAndItsAuthorIsTold() throws Exception {
		Instrumentation instrumentation = ByteBuddyAgent.install();
		client.eval("(patch! \"" + Other.class.getName() + "\" \"name\" (fn [& _] \"patched\"))");
		patchCount();
		ClassFileTransformer extending = extending(Till.class);
		instrumentation.addTransformer(extending, true);
		try {
			assertThat(client.eval("(revert! (:id (last (patches))))"))
				.contains("is not called any more, but its call stays in the code of the class")
				.contains("Another agent changes more of the class than the bodies of its methods");
			assertThat(new Till().count(1)).isEqualTo(1);
			assertThat(client.eval("(patch! " + TILL + " \"count(int)\" (fn [& _] 42))"))
				.contains("The JVM refuses to change " + Till.class.getName());
			assertThat(new Till().count(1)).isEqualTo(1);
			assertThat(client.eval("(count (patches))")).isEqualTo("1");
		}
		finally {
			instrumentation.removeTransformer(extending);
			instrumentation.retransformClasses(Till.class);
		}
		assertThat(Till.class.getDeclaredMethod("count", int.class).getAnnotations()).isEmpty();
		patchCount();
		assertThat(new Till().count(1)).isEqualTo(42);
	}

	private static ClassFileTransformer extending(Class<?> type) {
		return new ClassFileTransformer() {

			@Override
			public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain,
					byte[] current) {
				if (redefined != type) {
					return null;
				}
				ClassWriter writer = new ClassWriter(0);
				new ClassReader(current).accept(writer, 0);
				writer.visitField(Opcodes.ACC_PUBLIC, "added", "I", null, null).visitEnd();
				return writer.toByteArray();
			}

		};
	}

	private static ClassFileTransformer replacing(Class<?> type) throws IOException {
		byte[] code = ClassFileLocator.ForClassLoader.read(type);
		return new ClassFileTransformer() {

			@Override
			public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain,
					byte[] current) {
				return (redefined == type) ? code : null;
			}

		};
	}

	private static void patchCount() {
		assertThat(client.eval("(:calls (patch! " + TILL + " \"count(int)\" (fn [& _] 42)))")).isEqualTo("0");
	}

	private static ResettableClassFileTransformer agent() {
		return new AgentBuilder.Default().with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
			.disableClassFormatChanges()
			.type(ElementMatchers.named(Till.class.getName()))
			.transform((builder, type, loader, module, domain) -> builder
				.visit(Advice.to(Thousand.class).on(ElementMatchers.named("count"))))
			.installOn(ByteBuddyAgent.install());
	}

	private static void reset(ResettableClassFileTransformer agent) {
		agent.reset(ByteBuddyAgent.getInstrumentation(), AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
	}

	/**
	 * What is patched.
	 */
	public static class Till {

		int count(int number) {
			return number;
		}

	}

	/**
	 * What keeps the REPL's agent at work.
	 */
	static class Other {

		String name() {
			return "other";
		}

	}

	/**
	 * What the other agent adds.
	 */
	static class Thousand {

		@Advice.OnMethodExit
		static void exit(@Advice.Return(readOnly = false) int result) {
			result += 1000;
		}

	}

}
