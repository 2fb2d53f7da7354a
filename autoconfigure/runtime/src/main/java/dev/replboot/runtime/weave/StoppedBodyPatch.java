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

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import dev.replboot.runtime.hook.ClojureHooks;

/**
 * What is changed in delays and lazy sequences. Their bodies are functions that can be
 * called once: the compiler lets go of what they close over. A delay keeps what its body
 * throws, which must not be the error of a stop, as others may ask for its value. A lazy
 * sequence would call its body again, and end too early without a word.
 */
final class StoppedBodyPatch {

	private static final String DELAY = "clojure/lang/Delay";

	private static final String LAZY_SEQ = "clojure/lang/LazySeq";

	private static final String FUNCTION = "clojure/lang/IFn";

	// the runtime's, which only it can load
	private static final String STOPPED_BODY = "dev/replboot/runtime/engine/StoppedBody";

	private StoppedBodyPatch() {
	}

	static boolean concerns(String internalName) {
		return internalName.equals(DELAY) || internalName.equals(LAZY_SEQ);
	}

	static MethodVisitor of(MethodVisitor next, String owner, String method) {
		if (owner.equals(DELAY)) {
			return new DelayPatch(next);
		}
		return method.equals("force") ? new LazySeqPatch(next) : next;
	}

	/**
	 * Asks before the error of a body is kept.
	 */
	private static final class DelayPatch extends MethodVisitor {

		private DelayPatch(MethodVisitor next) {
			super(Opcodes.ASM9, next);
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
			if (opcode == Opcodes.PUTFIELD && descriptor.equals("Ljava/lang/Throwable;")) {
				super.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(ClojureHooks.class), "thrownInDelay",
						"(Ljava/lang/Throwable;)Ljava/lang/Throwable;", false);
			}
			super.visitFieldInsn(opcode, owner, name, descriptor);
		}

	}

	/**
	 * Replaces a body that has thrown, if it was stopped.
	 */
	private static final class LazySeqPatch extends MethodVisitor {

		private final Label begin = new Label();

		private final Label end = new Label();

		private final Label thrown = new Label();

		private LazySeqPatch(MethodVisitor next) {
			super(Opcodes.ASM9, next);
		}

		@Override
		public void visitCode() {
			super.visitCode();
			super.visitTryCatchBlock(this.begin, this.end, this.thrown, "java/lang/Throwable");
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			if (!owner.equals(FUNCTION)) {
				super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
				return;
			}
			super.visitLabel(this.begin);
			super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
			super.visitLabel(this.end);
		}

		@Override
		public void visitMaxs(int maxStack, int maxLocals) {
			super.visitLabel(this.thrown);
			super.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] { "java/lang/Throwable" });
			super.visitVarInsn(Opcodes.ALOAD, 0);
			super.visitVarInsn(Opcodes.ALOAD, 0);
			super.visitFieldInsn(Opcodes.GETFIELD, LAZY_SEQ, "fn", "L" + FUNCTION + ";");
			super.visitMethodInsn(Opcodes.INVOKESTATIC, STOPPED_BODY, "insteadOf",
					"(L" + FUNCTION + ";)L" + FUNCTION + ";", false);
			super.visitFieldInsn(Opcodes.PUTFIELD, LAZY_SEQ, "fn", "L" + FUNCTION + ";");
			super.visitInsn(Opcodes.ATHROW);
			super.visitMaxs(Math.max(maxStack, 3), maxLocals);
		}

	}

}
