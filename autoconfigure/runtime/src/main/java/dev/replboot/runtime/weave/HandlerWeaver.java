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

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import dev.replboot.runtime.stop.Scopes;

/**
 * Shows what is caught to the runtime: who catches everything must not go on when there
 * is no memory left.
 */
final class HandlerWeaver extends MethodVisitor {

	private static final String SCOPES = Type.getInternalName(Scopes.class);

	private static final String ACTION = "clojure/lang/Agent$Action";

	private static final Set<String> NARROW = Set.of("java/lang/RuntimeException", "java/lang/ClassCastException",
			"java/lang/NumberFormatException");

	private static final int FIRST_WITH_FRAMES = 51;

	private static final int LAST_WITHOUT_FRAMES = 49;

	private final boolean frames;

	private final Set<Label> handlers = new HashSet<>();

	private boolean begins;

	private HandlerWeaver(MethodVisitor next, boolean frames) {
		super(Opcodes.ASM9, next);
		this.frames = frames;
	}

	static MethodVisitor of(MethodVisitor next, Kind kind, String className, int version) {
		boolean concerned = kind == Kind.EVALUATED || className.equals(ACTION);
		return (concerned && (version >= FIRST_WITH_FRAMES || version <= LAST_WITHOUT_FRAMES))
				? new HandlerWeaver(next, version >= FIRST_WITH_FRAMES) : next;
	}

	@Override
	public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
		if (type == null || !NARROW.contains(type)) {
			this.handlers.add(handler);
		}
		super.visitTryCatchBlock(start, end, handler, type);
	}

	@Override
	public void visitLabel(Label label) {
		super.visitLabel(label);
		if (this.handlers.contains(label)) {
			this.begins = true;
			if (!this.frames) {
				show();
			}
		}
	}

	@Override
	public void visitFrame(int type, int numLocal, @Nullable Object @Nullable [] local, int numStack,
			@Nullable Object @Nullable [] stack) {
		super.visitFrame(type, numLocal, local, numStack, stack);
		if (this.begins) {
			show();
		}
	}

	private void show() {
		this.begins = false;
		super.visitInsn(Opcodes.DUP);
		super.visitMethodInsn(Opcodes.INVOKESTATIC, SCOPES, "caught", "(Ljava/lang/Throwable;)V", false);
	}

	@Override
	public void visitMaxs(int maxStack, int maxLocals) {
		super.visitMaxs(maxStack + 1, maxLocals);
	}

}
