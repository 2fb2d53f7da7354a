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

package dev.replboot.runtime.loader;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Tells by its content whether a class was made by the Clojure compiler. Such a class is
 * linked to one particular Clojure.
 */
final class CompiledByClojure extends ClassVisitor {

	private static final Set<String> SUPERCLASSES = Set.of("clojure/lang/AFunction", "clojure/lang/RestFn",
			"clojure/lang/AFn");

	private static final Set<String> MARKERS = Set.of("clojure/lang/IType", "clojure/lang/IRecord",
			"clojure/lang/IProxy");

	private boolean found;

	private CompiledByClojure() {
		super(Opcodes.ASM9);
	}

	static boolean test(byte[] bytes) {
		try {
			CompiledByClojure visitor = new CompiledByClojure();
			new ClassReader(bytes).accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_FRAMES);
			return visitor.found;
		}
		catch (IllegalArgumentException ex) {
			// a class file of a version that this ASM doesn't know, so not Clojure's
			return false;
		}
	}

	@Override
	public void visit(int version, int access, String name, @Nullable String signature, @Nullable String superName,
			String @Nullable [] interfaces) {
		this.found = superName != null && SUPERCLASSES.contains(superName);
		if (interfaces != null) {
			for (String type : interfaces) {
				this.found |= MARKERS.contains(type);
			}
		}
	}

	@Override
	public void visitSource(@Nullable String source, @Nullable String debug) {
		this.found |= debug != null && debug.contains("*S Clojure");
	}

	@Override
	public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
			@Nullable Object value) {
		boolean constant = (access & Opcodes.ACC_STATIC) != 0 && name.startsWith("const__");
		this.found |= constant || (name.endsWith("__var") && descriptor.equals("Lclojure/lang/Var;"));
		return null;
	}

	@Override
	public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		this.found |= (access & Opcodes.ACC_STATIC) != 0 && name.startsWith("__init") && descriptor.equals("()V");
		return null;
	}

}
