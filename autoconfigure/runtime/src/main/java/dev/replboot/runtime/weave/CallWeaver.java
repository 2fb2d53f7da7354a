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

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import dev.replboot.runtime.hook.Guards;
import dev.replboot.runtime.hook.HookedTypes;
import dev.replboot.runtime.hook.JdbcHooks;
import dev.replboot.runtime.hook.Replacements;
import dev.replboot.runtime.hook.ResourceHooks;
import dev.replboot.runtime.hook.SizedCalls;
import dev.replboot.runtime.hook.TaskHooks;
import dev.replboot.runtime.take.TakeHooks;

/**
 * Sends calls of the JDK through the hooks.
 */
final class CallWeaver extends MethodVisitor {

	private static final String GUARDS = Type.getInternalName(Guards.class);

	private static final String RESOURCES = Type.getInternalName(ResourceHooks.class);

	private static final String JDBC = Type.getInternalName(JdbcHooks.class);

	private static final String CONNECTED = "(Ljava/sql/Connection;)Ljava/sql/Connection;";

	// the runtime's, which only it can load
	private static final String LIBRARY_LOADING = "dev/replboot/runtime/engine/LibraryLoading";

	private static final Handle LINK = new Handle(Opcodes.H_INVOKESTATIC, Type.getInternalName(TaskHooks.class), "link",
			"(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
					+ "Ljava/lang/Class;I)Ljava/lang/invoke/CallSite;",
			false);

	private static final Handle TAKE = take("link", "");

	private static final Handle TAKE_REPLACED = take("linkReplaced", "Ljava/lang/invoke/MethodHandle;");

	private static final int FIRST_WITH_CLASS_CONSTANTS = 49;

	private static final int FIRST_WITH_DYNAMIC_CALLS = 51;

	private final Kind kind;

	private final String className;

	private final @Nullable String superName;

	private final int version;

	private final boolean lean;

	/**
	 * Create a visitor.
	 * @param next gets what was woven
	 * @param kind where the class comes from
	 * @param className the class's internal name
	 * @param superName its superclass's
	 * @param version the version of its class file
	 * @param lean whether to leave out what isn't a guard and makes the code longer
	 */
	CallWeaver(MethodVisitor next, Kind kind, String className, @Nullable String superName, int version, boolean lean) {
		super(Opcodes.ASM9, next);
		this.kind = kind;
		this.className = className;
		this.superName = superName;
		this.version = version;
		this.lean = lean;
	}

	private static Handle take(String method, String more) {
		return new Handle(Opcodes.H_INVOKESTATIC, Type.getInternalName(TakeHooks.class), method,
				"(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
						+ "Ljava/lang/Class;I" + more + ")Ljava/lang/invoke/CallSite;",
				false);
	}

	@Override
	public void visitTypeInsn(int opcode, String type) {
		super.visitTypeInsn(opcode, (opcode == Opcodes.NEW) ? ReplacedTypes.instead(type) : type);
	}

	@Override
	public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
		if (!HookedTypes.contain(owner) && this.kind != Kind.EVALUATED && !loadsLibrary(owner, name, descriptor)) {
			super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
			return;
		}
		askFor(owner, name, descriptor);
		if (opcode == Opcodes.INVOKESPECIAL) {
			super.visitMethodInsn(opcode, ReplacedTypes.instead(owner), name, descriptor, isInterface);
			if (name.equals("<init>") && !owner.equals(this.superName) && ResourceHooks.isTracked(owner)) {
				track();
			}
			return;
		}
		if (loadsLibrary(owner, name, descriptor)) {
			super.visitMethodInsn(opcode, LIBRARY_LOADING, name, descriptor, false);
			return;
		}
		Method replacement = Replacements.find(owner, name, descriptor);
		if (mayTake(owner, name, descriptor)) {
			guard(opcode, owner, name, descriptor);
			take(opcode == Opcodes.INVOKESTATIC, owner, name, descriptor, replacement);
			return;
		}
		if (replacement != null) {
			super.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(replacement.getDeclaringClass()),
					replacement.getName(), Type.getMethodDescriptor(replacement), false);
			return;
		}
		guard(opcode, owner, name, descriptor);
		if (!this.lean && this.version >= FIRST_WITH_DYNAMIC_CALLS && !owner.startsWith("clojure/")
				&& !owner.startsWith("[") && TaskHooks.mayHandOver(name, descriptor)) {
			handOver(opcode == Opcodes.INVOKESTATIC, owner, name, descriptor);
		}
		else {
			super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
		}
		if (ResourceHooks.isTracked(owner, name)) {
			track();
		}
		String connecting = JdbcHooks.connecting(owner, name, descriptor);
		if (this.kind == Kind.EVALUATED && opcode != Opcodes.INVOKESTATIC && connecting != null) {
			super.visitMethodInsn(Opcodes.INVOKESTATIC, JDBC, connecting, CONNECTED, false);
		}
	}

	private void askFor(String owner, String name, String descriptor) {
		int bits = this.lean ? 0 : SizedCalls.bits(owner, name, descriptor);
		if (bits > 0) {
			boolean range = SizedCalls.isRange(owner, name);
			super.visitInsn(range ? Opcodes.DUP2 : Opcodes.DUP);
			super.visitIntInsn(Opcodes.BIPUSH, bits);
			super.visitMethodInsn(Opcodes.INVOKESTATIC, ArrayWeaver.HOOKS, "sized", range ? "(III)V" : "(II)V", false);
		}
	}

	private boolean loadsLibrary(String owner, String name, String descriptor) {
		return ClassWeaver.loadsLibraries(this.className) && owner.equals("clojure/lang/RT") && name.equals("load")
				&& descriptor.equals("(Ljava/lang/String;)V");
	}

	private void guard(int opcode, String owner, String name, String descriptor) {
		String what = Guards.guarded(owner, name);
		if (what != null) {
			super.visitLdcInsn(what);
			super.visitMethodInsn(Opcodes.INVOKESTATIC, GUARDS, "check", "(Ljava/lang/String;)V", false);
		}
		else if (opcode != Opcodes.INVOKESTATIC && Guards.mayClose(name, descriptor)) {
			super.visitInsn(Opcodes.DUP);
			super.visitMethodInsn(Opcodes.INVOKESTATIC, GUARDS, "closing", "(Ljava/lang/Object;)V", false);
		}
	}

	private void handOver(boolean isStatic, String owner, String name, String descriptor) {
		String type = isStatic ? descriptor : "(L" + owner + ';' + descriptor.substring(1);
		super.visitInvokeDynamicInsn(name, type, LINK, Type.getObjectType(owner), isStatic ? 1 : 0);
	}

	// what Clojure itself and its library do is their business
	private boolean mayTake(String owner, String name, String descriptor) {
		return this.kind == Kind.EVALUATED && this.version >= FIRST_WITH_DYNAMIC_CALLS && !owner.startsWith("clojure/")
				&& !owner.startsWith("[") && TakeHooks.mayTake(owner, name) && !TaskHooks.mayHandOver(name, descriptor);
	}

	private void take(boolean isStatic, String owner, String name, String descriptor, @Nullable Method replacement) {
		String type = isStatic ? descriptor : "(L" + owner + ';' + descriptor.substring(1);
		if (replacement == null) {
			super.visitInvokeDynamicInsn(name, type, TAKE, Type.getObjectType(owner), isStatic ? 1 : 0);
			return;
		}
		Handle instead = new Handle(Opcodes.H_INVOKESTATIC, Type.getInternalName(replacement.getDeclaringClass()),
				replacement.getName(), Type.getMethodDescriptor(replacement), false);
		super.visitInvokeDynamicInsn(name, type, TAKE_REPLACED, Type.getObjectType(owner), isStatic ? 1 : 0, instead);
	}

	private void track() {
		if (!this.lean && this.version >= FIRST_WITH_CLASS_CONSTANTS) {
			super.visitInsn(Opcodes.DUP);
			super.visitLdcInsn(Type.getObjectType(this.className));
			super.visitMethodInsn(Opcodes.INVOKESTATIC, RESOURCES, "track", "(Ljava/lang/Object;Ljava/lang/Class;)V",
					false);
		}
	}

	@Override
	public void visitMaxs(int maxStack, int maxLocals) {
		super.visitMaxs(maxStack + 3, maxLocals);
	}

}
