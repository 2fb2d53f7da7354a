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

import java.util.ArrayDeque;
import java.util.Deque;
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
 * Finds the calls of a method in the code of a class, and the lines that use what it
 * gave.
 */
final class CallerCodeVisitor extends ClassVisitor {

	private final CallerCode code;

	private final Set<String> lines = new HashSet<>();

	private final Set<String> methods = new HashSet<>();

	private final Set<String> uses = new HashSet<>();

	private final KeptVariables variables;

	// This has the lines of each method or lambda, and below the lambdas that it makes.
	private final Map<String, Set<String>> bodies = new HashMap<>();

	private final Map<String, Set<String>> lambdas = new HashMap<>();

	// These lambdas are given the result.
	private final Deque<String> given = new ArrayDeque<>();

	CallerCodeVisitor(CallerCode code) {
		super(Opcodes.ASM9);
		this.code = code;
		this.variables = new KeptVariables(code);
	}

	CallerCode.Calls calls() {
		Set<String> known = new HashSet<>();
		while (!this.given.isEmpty()) {
			String lambda = this.given.remove();
			if (known.add(lambda)) {
				this.uses.addAll(this.bodies.getOrDefault(lambda, Set.of()));
				this.given.addAll(this.lambdas.getOrDefault(lambda, Set.of()));
			}
		}
		return new CallerCode.Calls(this.lines, this.methods, this.uses, this.variables.all());
	}

	@Override
	public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		return new Body(name);
	}

	/**
	 * Reads the code of a method. The stack isn't followed: everything counts as a use
	 * from the call, or from the load of a variable that holds what came of it, to the
	 * end of the statement.
	 */
	private final class Body extends MethodVisitor {

		private final String name;

		private final String method;

		private final Set<Integer> holding = new HashSet<>();

		private int line;

		private boolean flowing;

		private Body(String name) {
			super(Opcodes.ASM9, CallerCodeVisitor.this.variables.visitor(name));
			this.name = name;
			this.method = CallerCode.name(name);
		}

		private void flow(boolean flowing) {
			this.flowing = flowing;
			if (flowing) {
				CallerCodeVisitor.this.uses.add(this.name + ":" + this.line);
			}
		}

		private void call() {
			CallerCodeVisitor.this.lines.add(this.method + ":" + this.line);
			CallerCodeVisitor.this.methods.add(this.method);
			flow(true);
		}

		@Override
		public void visitLineNumber(int number, Label start) {
			this.line = number;
			put(CallerCodeVisitor.this.bodies, this.name + ":" + number);
			flow(this.flowing);
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
			if (CallerCodeVisitor.this.code.isMeant(owner, name, descriptor)) {
				call();
			}
			else if (Type.getReturnType(descriptor) == Type.VOID_TYPE && !name.equals("<init>")) {
				flow(false);
			}
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
			for (Object each : arguments) {
				if (each instanceof Handle made && made.getTag() > Opcodes.H_PUTSTATIC) {
					make(made);
				}
			}
		}

		private void make(Handle made) {
			if (CallerCodeVisitor.this.code.isMeant(made.getOwner(), made.getName(), made.getDesc())) {
				call();
			}
			else if (made.getName().startsWith("lambda$")) {
				put(CallerCodeVisitor.this.lambdas, made.getName());
				if (this.flowing) {
					CallerCodeVisitor.this.given.add(made.getName());
				}
			}
		}

		private void put(Map<String, Set<String>> map, String value) {
			map.computeIfAbsent(this.name, (key) -> new HashSet<>()).add(value);
		}

		@Override
		public void visitVarInsn(int opcode, int variable) {
			super.visitVarInsn(opcode, variable);
			if (opcode < Opcodes.ISTORE) {
				flow(this.flowing || this.holding.contains(variable));
				return;
			}
			if (this.flowing) {
				this.holding.add(variable);
			}
			else {
				this.holding.remove(variable);
			}
			flow(false);
		}

		@Override
		public void visitInsn(int opcode) {
			super.visitInsn(opcode);
			boolean returns = opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
			boolean stores = opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE;
			if (returns || stores || opcode == Opcodes.POP || opcode == Opcodes.POP2 || opcode == Opcodes.ATHROW) {
				flow(false);
			}
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
			super.visitFieldInsn(opcode, owner, name, descriptor);
			if (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC) {
				flow(false);
			}
		}

		@Override
		public void visitJumpInsn(int opcode, Label label) {
			super.visitJumpInsn(opcode, label);
			// A conditional jump ends a condition.
			flow(this.flowing && opcode == Opcodes.GOTO);
		}

		@Override
		public void visitTableSwitchInsn(int min, int max, Label other, Label... labels) {
			super.visitTableSwitchInsn(min, max, other, labels);
			flow(false);
		}

		@Override
		public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
			super.visitLookupSwitchInsn(other, keys, labels);
			flow(false);
		}

	}

}
