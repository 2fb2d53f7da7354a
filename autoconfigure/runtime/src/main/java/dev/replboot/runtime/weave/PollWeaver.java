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

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Inserts polls at jumps backwards and, if wanted, where the method begins.
 */
final class PollWeaver extends MethodVisitor {

	// not by its class: the application's copy of it would be initialised for nothing
	private static final String POLL = "dev/replboot/runtime/poll/Poll";

	private final boolean atEntry;

	private final Set<Label> passed = new HashSet<>();

	PollWeaver(MethodVisitor next, boolean atEntry) {
		super(Opcodes.ASM9, next);
		this.atEntry = atEntry;
	}

	@Override
	public void visitCode() {
		super.visitCode();
		if (this.atEntry) {
			poll();
		}
	}

	@Override
	public void visitLabel(Label label) {
		this.passed.add(label);
		super.visitLabel(label);
	}

	@Override
	public void visitJumpInsn(int opcode, Label label) {
		if (this.passed.contains(label)) {
			poll();
		}
		super.visitJumpInsn(opcode, label);
	}

	@Override
	public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
		pollIfAnyPassed(otherwise, labels);
		super.visitTableSwitchInsn(min, max, otherwise, labels);
	}

	@Override
	public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
		pollIfAnyPassed(otherwise, labels);
		super.visitLookupSwitchInsn(otherwise, keys, labels);
	}

	private void pollIfAnyPassed(Label otherwise, Label[] labels) {
		boolean any = this.passed.contains(otherwise);
		for (Label label : labels) {
			any |= this.passed.contains(label);
		}
		if (any) {
			poll();
		}
	}

	private void poll() {
		super.visitMethodInsn(Opcodes.INVOKESTATIC, POLL, "poll", "()V", false);
	}

}
