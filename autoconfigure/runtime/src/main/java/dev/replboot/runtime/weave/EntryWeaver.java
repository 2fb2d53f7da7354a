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

import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import dev.replboot.runtime.callback.CallbackHooks;

/**
 * Inserts what a method does first: one that the application may call calls itself as a
 * callback if it does, and one of evaluated code returns at once if its runtime is
 * closed.
 */
final class EntryWeaver extends MethodVisitor {

	private static final String POLL = "dev/replboot/runtime/poll/Poll";

	private static final String HOOKS = Type.getInternalName(CallbackHooks.class);

	private static final Handle LINK = new Handle(Opcodes.H_INVOKESTATIC, HOOKS, "link",
			"(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
					+ "I)Ljava/lang/invoke/CallSite;",
			false);

	private static final int FIRST_WITH_FRAMES = 50;

	private final boolean calledBack;

	private final boolean evaluated;

	private final WovenMethod method;

	EntryWeaver(MethodVisitor next, boolean calledBack, boolean evaluated, WovenMethod method) {
		super(Opcodes.ASM9, next);
		this.calledBack = calledBack;
		this.evaluated = evaluated;
		this.method = method;
	}

	@Override
	public void visitCode() {
		super.visitCode();
		if (this.calledBack) {
			callBackIfOutside();
		}
		else if (this.evaluated) {
			returnIfClosed();
		}
	}

	private void callBackIfOutside() {
		Label inside = new Label();
		Label outside = new Label();
		super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "isOutside", "()Z", false);
		super.visitJumpInsn(Opcodes.IFNE, outside);
		// or an evaluation of another runtime, when this one is closed
		super.visitMethodInsn(Opcodes.INVOKESTATIC, POLL, "isOver", "()Z", false);
		super.visitJumpInsn(Opcodes.IFEQ, inside);
		goOnAt(outside);
		int local = 0;
		if (!this.method.isStatic()) {
			super.visitVarInsn(Opcodes.ALOAD, local++);
		}
		for (Type parameter : Type.getArgumentTypes(this.method.descriptor())) {
			super.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
			local += parameter.getSize();
		}
		super.visitInvokeDynamicInsn(this.method.name(), this.method.callDescriptor(), LINK,
				this.method.isStatic() ? 1 : 0);
		super.visitInsn(Type.getReturnType(this.method.descriptor()).getOpcode(Opcodes.IRETURN));
		goOnAt(inside);
	}

	private void returnIfClosed() {
		Label open = new Label();
		super.visitMethodInsn(Opcodes.INVOKESTATIC, POLL, "isOver", "()Z", false);
		super.visitJumpInsn(Opcodes.IFEQ, open);
		Type result = Type.getReturnType(this.method.descriptor());
		switch (result.getSort()) {
			case Type.VOID -> {
			}
			case Type.LONG -> super.visitInsn(Opcodes.LCONST_0);
			case Type.DOUBLE -> super.visitInsn(Opcodes.DCONST_0);
			case Type.FLOAT -> super.visitInsn(Opcodes.FCONST_0);
			case Type.OBJECT, Type.ARRAY -> super.visitInsn(Opcodes.ACONST_NULL);
			default -> super.visitInsn(Opcodes.ICONST_0);
		}
		super.visitInsn(result.getOpcode(Opcodes.IRETURN));
		goOnAt(open);
	}

	// the instruction keeps this frame apart from one that the method may begin with
	private void goOnAt(Label label) {
		super.visitLabel(label);
		if (this.method.version() >= FIRST_WITH_FRAMES) {
			super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
		}
		super.visitInsn(Opcodes.NOP);
	}

	@Override
	public void visitMaxs(int maxStack, int maxLocals) {
		int arguments = Type.getArgumentsAndReturnSizes(this.method.callDescriptor()) >> 2;
		super.visitMaxs(Math.max(maxStack, arguments + 2), maxLocals);
	}

}
