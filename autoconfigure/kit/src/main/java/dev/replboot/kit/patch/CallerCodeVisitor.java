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

package dev.replboot.kit.patch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds the calls of a method in the code of a class.
 */
final class CallerCodeVisitor extends ClassVisitor {

	private final CallerCode code;

	private final Set<String> lines = new HashSet<>();

	private final Set<String> methods = new HashSet<>();

	private final Map<String, Set<String>> variables = new HashMap<>();

	CallerCodeVisitor(CallerCode code) {
		super(Opcodes.ASM9);
		this.code = code;
	}

	CallerCode.Calls calls() {
		return new CallerCode.Calls(this.lines, this.methods, this.variables);
	}

	@Override
	public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		return new Body(name);
	}

	/**
	 * The code of a method.
	 */
	private final class Body extends MethodVisitor {

		private final String name;

		private final String method;

		private final Set<Integer> kept = new HashSet<>();

		private int line;

		// whether the last instruction was the call, or a cast of what it gave
		private boolean called;

		private Body(String name) {
			super(Opcodes.ASM9);
			this.name = name;
			this.method = CallerCode.name(name);
		}

		@Override
		public void visitLineNumber(int number, Label start) {
			this.line = number;
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			this.called = CallerCodeVisitor.this.code.isMeant(owner.replace('/', '.'), name,
					Type.getArgumentTypes(descriptor).length);
			if (this.called) {
				CallerCodeVisitor.this.lines.add(this.method + ":" + this.line);
				CallerCodeVisitor.this.methods.add(this.method);
			}
		}

		@Override
		public void visitVarInsn(int opcode, int variable) {
			if (this.called && opcode == Opcodes.ASTORE) {
				this.kept.add(variable);
				add("<local" + variable + ">");
			}
			this.called = false;
		}

		// the table of names comes after the code
		@Override
		public void visitLocalVariable(String name, String descriptor, @Nullable String signature, Label start,
				Label end, int index) {
			if (this.kept.contains(index)) {
				add(name);
			}
		}

		private void add(String variable) {
			CallerCodeVisitor.this.variables.computeIfAbsent(this.name, (key) -> new HashSet<>()).add(variable);
		}

		@Override
		public void visitTypeInsn(int opcode, String type) {
			this.called &= opcode == Opcodes.CHECKCAST;
		}

		@Override
		public void visitInsn(int opcode) {
			this.called = false;
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
			this.called = false;
		}

		@Override
		public void visitJumpInsn(int opcode, Label label) {
			this.called = false;
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			this.called = false;
		}

		@Override
		public void visitLdcInsn(Object value) {
			this.called = false;
		}

	}

}
