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

package dev.replboot.runtime.weave;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import dev.replboot.runtime.hook.Guards;
import dev.replboot.runtime.hook.ReflectionHooks;
import dev.replboot.runtime.hook.ResourceHooks;
import dev.replboot.runtime.hook.SharedGuards;

/**
 * Rewrites a woven class that is going to be defined in the application's own Clojure.
 * The methods of {@code clojure.lang} which evaluate code are called in a way that weaves
 * it, because Clojure's own classes aren't woven there.
 */
public final class SharedWeaver {

	// the application's copies of them, beside its Clojure
	private static final String CALLS = "dev/replboot/runtime/engine/SharedCalls";

	private static final String REFLECTOR = "dev/replboot/runtime/engine/SharedReflector";

	private static final Map<String, Set<String>> REDIRECTED = Map.of("clojure/lang/Compiler",
			Set.of("eval", "load", "loadFile", "compile"), "clojure/lang/RT",
			Set.of("load", "loadLibrary", "loadResourceScript", "maybeLoadResourceScript"), "clojure/lang/Reflector",
			Set.of("invokeInstanceMethod", "invokeInstanceMethodOfClass", "invokeNoArgInstanceMember",
					"invokeInstanceMember", "invokeConstructor", "invokeStaticMethod", "invokeStaticMethodVariadic"));

	private static final String GUARDS = Type.getInternalName(Guards.class);

	private static final String RESOURCES = Type.getInternalName(ResourceHooks.class);

	private static final String REFLECTION = Type.getInternalName(ReflectionHooks.class);

	private static final String SHARED_GUARDS = Type.getInternalName(SharedGuards.class);

	private SharedWeaver() {
	}

	/**
	 * Rewrite a class.
	 * @param bytes the woven class file
	 * @return the class file to define instead
	 */
	public static byte[] weave(byte[] bytes) {
		ClassReader reader = new ClassReader(bytes);
		ClassWriter writer = new ClassWriter(reader, 0);
		reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {

			@Override
			public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
					String @Nullable [] exceptions) {
				return new Redirecting(super.visitMethod(access, name, descriptor, signature, exceptions));
			}

		}, 0);
		return writer.toByteArray();
	}

	private static String instead(String owner, String name) {
		if (owner.equals(GUARDS) || owner.equals(RESOURCES) || (owner.equals(REFLECTION) && name.equals("invoke"))) {
			return SHARED_GUARDS;
		}
		if (!REDIRECTED.getOrDefault(owner, Set.of()).contains(name)) {
			return owner;
		}
		return owner.endsWith("/Reflector") ? REFLECTOR : CALLS;
	}

	/**
	 * Has other methods called.
	 */
	private static final class Redirecting extends MethodVisitor {

		private Redirecting(MethodVisitor next) {
			super(Opcodes.ASM9, next);
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			super.visitMethodInsn(opcode, (opcode == Opcodes.INVOKESTATIC) ? instead(owner, name) : owner, name,
					descriptor, isInterface);
		}

	}

}
