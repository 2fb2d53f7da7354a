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

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import dev.replboot.runtime.hook.ClojureHooks;
import dev.replboot.runtime.hook.DefineHooks;
import dev.replboot.runtime.hook.DefiningLoader;

/**
 * What is changed in five of Clojure's own classes: its class loader passes everything on
 * to be woven, its start neither compiles itself nor opens a socket, namespaces leave
 * names of the kit alone, and delays and lazy sequences say that they were stopped.
 */
final class ClojurePatches extends ClassVisitor {

	private static final String RT = "clojure/lang/RT";

	private static final String LOADER = "clojure/lang/DynamicClassLoader";

	private static final String NAMESPACE = "clojure/lang/Namespace";

	// the runtime's, which only it can load
	private static final String KIT_NAMES = "dev/replboot/runtime/engine/KitNames";

	private static final String URL_LOADER = "java/net/URLClassLoader";

	private static final String CLOJURE_HOOKS = Type.getInternalName(ClojureHooks.class);

	private static final String DEFINE_HOOKS = Type.getInternalName(DefineHooks.class);

	private static final String DEFINE_WITH_DOMAIN = "(Ljava/lang/String;[BIILjava/security/ProtectionDomain;)Ljava/lang/Class;";

	private String name = "";

	ClojurePatches(ClassVisitor next) {
		super(Opcodes.ASM9, next);
	}

	static boolean concern(String internalName) {
		return internalName.equals(RT) || internalName.equals(LOADER) || internalName.equals(NAMESPACE)
				|| StoppedBodyPatch.concerns(internalName);
	}

	@Override
	public void visit(int version, int access, String name, @Nullable String signature, @Nullable String superName,
			String @Nullable [] interfaces) {
		this.name = name;
		String[] all = name.equals(LOADER) ? new String[] { Type.getInternalName(DefiningLoader.class) } : interfaces;
		super.visit(version, access, name, signature, superName, all);
	}

	@Override
	public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
		if (this.name.equals(LOADER)) {
			return new LoaderPatch(next, name);
		}
		if (this.name.equals(NAMESPACE)) {
			return new NamespacePatch(next, name);
		}
		if (StoppedBodyPatch.concerns(this.name)) {
			return StoppedBodyPatch.of(next, this.name, name);
		}
		if (name.equals("lastModified")) {
			callInstead(next);
			return null;
		}
		return name.equals("doInit") ? new InitPatch(next) : next;
	}

	private void callInstead(MethodVisitor method) {
		method.visitCode();
		method.visitVarInsn(Opcodes.ALOAD, 0);
		method.visitVarInsn(Opcodes.ALOAD, 1);
		method.visitMethodInsn(Opcodes.INVOKESTATIC, CLOJURE_HOOKS, "lastModified",
				"(Ljava/net/URL;Ljava/lang/String;)J", false);
		method.visitInsn(Opcodes.LRETURN);
		method.visitMaxs(0, 0);
		method.visitEnd();
	}

	@Override
	public void visitEnd() {
		if (this.name.equals(LOADER)) {
			addDefiningMethod();
		}
		super.visitEnd();
	}

	private void addDefiningMethod() {
		MethodVisitor method = super.visitMethod(Opcodes.ACC_PUBLIC, DefiningLoader.METHOD,
				"(Ljava/lang/String;[B)Ljava/lang/Class;", null, null);
		method.visitCode();
		method.visitVarInsn(Opcodes.ALOAD, 0);
		method.visitVarInsn(Opcodes.ALOAD, 1);
		method.visitVarInsn(Opcodes.ALOAD, 2);
		method.visitInsn(Opcodes.ICONST_0);
		method.visitVarInsn(Opcodes.ALOAD, 2);
		method.visitInsn(Opcodes.ARRAYLENGTH);
		defineWithDomain(method);
		method.visitInsn(Opcodes.ARETURN);
		method.visitMaxs(0, 0);
		method.visitEnd();
	}

	private static void defineWithDomain(MethodVisitor method) {
		method.visitVarInsn(Opcodes.ALOAD, 0);
		method.visitMethodInsn(Opcodes.INVOKESTATIC, DEFINE_HOOKS, "domain",
				"(Ljava/lang/ClassLoader;)Ljava/security/ProtectionDomain;", false);
		method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LOADER, "defineClass", DEFINE_WITH_DOMAIN, false);
	}

	/**
	 * No socket servers from system properties.
	 */
	private static final class InitPatch extends MethodVisitor {

		private InitPatch(MethodVisitor next) {
			super(Opcodes.ASM9, next);
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			if (owner.equals("java/lang/System") && name.equals("getProperties")) {
				super.visitMethodInsn(opcode, CLOJURE_HOOKS, "serverProperties", descriptor, false);
			}
			else {
				super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
			}
		}

	}

	/**
	 * Asks before a known name gets another meaning or none.
	 */
	private static final class NamespacePatch extends MethodVisitor {

		private static final String ASKED = "(Lclojure/lang/Namespace;Lclojure/lang/Symbol;";

		private final String method;

		private NamespacePatch(MethodVisitor next, String method) {
			super(Opcodes.ASM9, next);
			this.method = method;
		}

		@Override
		public void visitCode() {
			super.visitCode();
			if (this.method.equals("checkReplacement")) {
				Label replace = new Label();
				load(4);
				super.visitMethodInsn(Opcodes.INVOKESTATIC, KIT_NAMES, "keeps",
						ASKED + "Ljava/lang/Object;Ljava/lang/Object;)Z", false);
				super.visitJumpInsn(Opcodes.IFEQ, replace);
				super.visitInsn(Opcodes.ICONST_0);
				super.visitInsn(Opcodes.IRETURN);
				super.visitLabel(replace);
				super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
			}
			else if (this.method.equals("unmap")) {
				load(2);
				super.visitMethodInsn(Opcodes.INVOKESTATIC, KIT_NAMES, "beforeUnmap", ASKED + ")V", false);
			}
		}

		private void load(int count) {
			for (int i = 0; i < count; i++) {
				super.visitVarInsn(Opcodes.ALOAD, i);
			}
		}

	}

	/**
	 * Weaves before defining, whether the bytes come from the compiler or from a URL.
	 */
	private static final class LoaderPatch extends MethodVisitor {

		private final String method;

		private LoaderPatch(MethodVisitor next, String method) {
			super(Opcodes.ASM9, next);
			this.method = method;
		}

		@Override
		public void visitCode() {
			super.visitCode();
			if (this.method.equals("defineClass")) {
				super.visitVarInsn(Opcodes.ALOAD, 0);
				super.visitVarInsn(Opcodes.ALOAD, 2);
				super.visitMethodInsn(Opcodes.INVOKESTATIC, DEFINE_HOOKS, "beforeDefine",
						"(Ljava/lang/ClassLoader;[B)[B", false);
				super.visitVarInsn(Opcodes.ASTORE, 2);
			}
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			if (name.equals("defineClass") && descriptor.equals("(Ljava/lang/String;[BII)Ljava/lang/Class;")) {
				defineWithDomain(this.mv);
			}
			else if (owner.equals(URL_LOADER) && name.equals("<init>")) {
				// the target and the URLs are below the parent: the name goes between
				super.visitInsn(Opcodes.DUP);
				super.visitMethodInsn(Opcodes.INVOKESTATIC, DEFINE_HOOKS, "loaderName",
						"(Ljava/lang/ClassLoader;)Ljava/lang/String;", false);
				super.visitInsn(Opcodes.DUP_X2);
				super.visitInsn(Opcodes.POP);
				super.visitMethodInsn(opcode, owner, name,
						"(Ljava/lang/String;[Ljava/net/URL;Ljava/lang/ClassLoader;)V", isInterface);
			}
			else if (owner.equals(URL_LOADER) && name.equals("findClass")) {
				super.visitMethodInsn(Opcodes.INVOKESTATIC, DEFINE_HOOKS, "findInUrls",
						"(Ljava/net/URLClassLoader;Ljava/lang/String;)Ljava/lang/Class;", false);
			}
			else {
				super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
			}
		}

	}

}
