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

import org.objectweb.asm.Opcodes;

/**
 * Finds jumps backwards in a method's code.
 */
final class BackwardJumps {

	private static final int GOTO_W = 200;

	private static final int JSR_W = 201;

	private static final int WIDE = 196;

	/**
	 * The length of each instruction, a digit each; 0 for those whose length varies.
	 */
	private static final byte[] LENGTHS = lengths();

	private BackwardJumps() {
	}

	private static byte[] lengths() {
		byte[] lengths = new byte[202];
		for (int opcode = 0; opcode < lengths.length; opcode++) {
			lengths[opcode] = (byte) length(opcode);
		}
		return lengths;
	}

	private static int length(int opcode) {
		return switch (opcode) {
			case Opcodes.BIPUSH, Opcodes.LDC, Opcodes.NEWARRAY, Opcodes.RET -> 2;
			case Opcodes.SIPUSH, 19, 20, Opcodes.IINC, Opcodes.GETSTATIC, Opcodes.PUTSTATIC, Opcodes.GETFIELD,
					Opcodes.PUTFIELD, Opcodes.INVOKEVIRTUAL, Opcodes.INVOKESPECIAL, Opcodes.INVOKESTATIC, Opcodes.NEW,
					Opcodes.ANEWARRAY, Opcodes.CHECKCAST, Opcodes.INSTANCEOF ->
				3;
			case Opcodes.MULTIANEWARRAY -> 4;
			case Opcodes.INVOKEINTERFACE, Opcodes.INVOKEDYNAMIC, GOTO_W, JSR_W -> 5;
			case Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH, WIDE -> 0;
			default -> isJump(opcode) ? 3 : isLocal(opcode) ? 2 : 1;
		};
	}

	private static boolean isLocal(int opcode) {
		return (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD)
				|| (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE);
	}

	private static boolean isJump(int opcode) {
		return (opcode >= Opcodes.IFEQ && opcode <= Opcodes.JSR) || opcode == Opcodes.IFNULL
				|| opcode == Opcodes.IFNONNULL;
	}

	static boolean in(byte[] bytes, int start, int end) {
		int at = start;
		while (at < end) {
			int opcode = bytes[at] & 0xff;
			if (isJump(opcode) && bytes[at + 1] < 0) {
				return true;
			}
			if (opcode == Opcodes.TABLESWITCH || opcode == Opcodes.LOOKUPSWITCH || opcode == GOTO_W) {
				// rare enough to be looked at properly
				return true;
			}
			at += (opcode == WIDE) ? wideLength(bytes[at + 1] & 0xff) : LENGTHS[opcode];
		}
		return false;
	}

	private static int wideLength(int opcode) {
		return (opcode == Opcodes.IINC) ? 6 : 4;
	}

}
