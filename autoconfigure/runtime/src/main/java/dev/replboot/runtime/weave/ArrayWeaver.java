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

import java.util.Set;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import dev.replboot.runtime.hook.AllocationHooks;

/**
 * Asks before an array is made. Clojure's compiler makes none of a size that a form
 * decides on; two of Clojure's own classes do that.
 */
final class ArrayWeaver extends MethodVisitor {

	static final String HOOKS = Type.getInternalName(AllocationHooks.class);

	private static final Set<String> MAKERS = Set.of("clojure/lang/Numbers", "clojure/lang/RT");

	private static final int REFERENCE = 32;

	ArrayWeaver(MethodVisitor next) {
		super(Opcodes.ASM9, next);
	}

	static boolean concerns(String internalName) {
		return MAKERS.contains(internalName);
	}

	@Override
	public void visitIntInsn(int opcode, int operand) {
		if (opcode == Opcodes.NEWARRAY) {
			ask(switch (operand) {
				case Opcodes.T_BOOLEAN, Opcodes.T_BYTE -> 8;
				case Opcodes.T_CHAR, Opcodes.T_SHORT -> 16;
				case Opcodes.T_LONG, Opcodes.T_DOUBLE -> 64;
				default -> 32;
			});
		}
		super.visitIntInsn(opcode, operand);
	}

	@Override
	public void visitTypeInsn(int opcode, String type) {
		if (opcode == Opcodes.ANEWARRAY) {
			ask(REFERENCE);
		}
		super.visitTypeInsn(opcode, type);
	}

	@Override
	public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
		if (owner.startsWith("[") && name.equals("clone")) {
			super.visitInsn(Opcodes.DUP);
			super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "cloning", "(Ljava/lang/Object;)V", false);
		}
		super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
	}

	private void ask(int bits) {
		super.visitInsn(Opcodes.DUP);
		super.visitIntInsn(Opcodes.BIPUSH, bits);
		super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "sized", "(II)V", false);
	}

	@Override
	public void visitMaxs(int maxStack, int maxLocals) {
		super.visitMaxs(maxStack + 2, maxLocals);
	}

}
