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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the variables of a class's methods that hold what calls of one method gave, and
 * never anything else. Variables may share places, and methods may share names. What
 * isn't certain is left out.
 */
final class KeptVariables {

	private final CallerCode code;

	private final Map<String, Set<String>> kept = new HashMap<>();

	private final Map<String, Set<String>> others = new HashMap<>();

	KeptVariables(CallerCode code) {
		this.code = code;
	}

	/**
	 * Read the code of a method.
	 * @param method the name of the method or lambda
	 * @return its visitor
	 */
	MethodVisitor visitor(String method) {
		return new Stores(method);
	}

	/**
	 * Return all of them.
	 * @return the variables as the JVM names them, by the names of the methods or lambdas
	 */
	Map<String, Set<String>> all() {
		this.kept.forEach((method, names) -> names.removeAll(this.others.getOrDefault(method, Set.of())));
		return this.kept;
	}

	/**
	 * What a variable is set to.
	 *
	 * @param variable the variable's place
	 * @param at a position in the code
	 * @param meant whether it is what a call gave
	 */
	private record Store(int variable, int at, boolean meant) {

	}

	/**
	 * Reads the stores of a method. The table of names comes after the code.
	 */
	private final class Stores extends MethodVisitor {

		private final String method;

		private final List<Store> stores = new ArrayList<>();

		private final Map<Label, Integer> labels = new HashMap<>();

		private int at;

		// This is set behind the call, and behind a cast of what it gave.
		private boolean called;

		private Stores(String method) {
			super(Opcodes.ASM9);
			this.method = method;
		}

		// Another branch may come here.
		@Override
		public void visitLabel(Label label) {
			this.labels.put(label, this.at++);
			this.called = false;
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			this.called = KeptVariables.this.code.isMeant(owner, name, descriptor);
		}

		@Override
		public void visitVarInsn(int opcode, int variable) {
			if (opcode >= Opcodes.ISTORE) {
				this.stores.add(new Store(variable, this.at++, this.called));
			}
			this.called = false;
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
		public void visitIntInsn(int opcode, int operand) {
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

		@Override
		public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
			this.called = false;
		}

		@Override
		public void visitLocalVariable(String name, String descriptor, @Nullable String signature, Label start,
				Label end, int index) {
			int from = this.labels.getOrDefault(start, 0);
			int to = this.labels.getOrDefault(end, this.at);
			List<Store> own = this.stores.stream().filter((store) -> store.variable == index && store.at < to).toList();
			// The variable's scope begins behind its first store.
			int first = 0;
			for (int i = 0; i < own.size(); i++) {
				first = (own.get(i).at < from) ? i : first;
			}
			// The caller sets a parameter.
			boolean parameter = own.isEmpty() || own.get(0).at >= from;
			add(name, parameter ? List.of() : own.subList(first, own.size()));
		}

		@Override
		public void visitEnd() {
			for (Store each : this.stores) {
				add("<local" + each.variable + ">",
						this.stores.stream().filter((store) -> store.variable == each.variable).toList());
			}
		}

		private void add(String name, List<Store> stores) {
			boolean all = !stores.isEmpty() && stores.stream().allMatch(Store::meant);
			(all ? KeptVariables.this.kept : KeptVariables.this.others)
				.computeIfAbsent(this.method, (key) -> new HashSet<>())
				.add(name);
		}

	}

}
