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

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import dev.replboot.runtime.stop.RuntimeHome;

/**
 * Weaves the methods of a class, and its superclass if it extends {@code Thread} or
 * {@code ThreadLocal}.
 */
final class WeavingClassVisitor extends ClassVisitor {

	private static final int VERSION = 0xffff;

	private static final int FIRST_WITH_DYNAMIC_CALLS = 51;

	private final Kind kind;

	private final WeavingPlan needs;

	private final @Nullable ClassLoader loader;

	private ForeignMethods foreign = ForeignMethods.NONE;

	private final boolean lean;

	private String name = "";

	private @Nullable String superName;

	private int version;

	private int methods;

	WeavingClassVisitor(ClassVisitor next, Kind kind, WeavingPlan needs, boolean lean, @Nullable ClassLoader loader) {
		super(Opcodes.ASM9, next);
		this.loader = loader;
		this.kind = kind;
		this.needs = needs;
		this.lean = lean;
	}

	@Override
	public void visit(int version, int access, String name, @Nullable String signature, @Nullable String superName,
			String @Nullable [] interfaces) {
		this.version = version & VERSION;
		this.name = name;
		this.superName = superName;
		if (this.kind == Kind.EVALUATED && (access & Opcodes.ACC_INTERFACE) == 0) {
			this.foreign = ForeignMethods.of(this.loader, superName, interfaces);
		}
		super.visit(version, access, name, signature, ReplacedTypes.of(superName), interfaces);
	}

	@Override
	public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
		boolean loops = this.needs.polls(this.methods++);
		if (next == null || (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
			return next;
		}
		WovenMethod method = new WovenMethod(this.name, this.version, access, name, descriptor);
		boolean entry = pollsAtEntry(name, descriptor, method.isSynthetic());
		boolean returns = entry && isSomebodysOwn();
		boolean calledBack = mayBeCalledBack(method, entry);
		MethodVisitor first = (calledBack || returns) ? new EntryWeaver(next, calledBack, returns, method) : next;
		MethodVisitor allocating = this.lean ? first : allocating(first);
		MethodVisitor calls = this.needs.hooks()
				? new CallWeaver(allocating, this.kind, this.name, this.superName, this.version, this.lean)
				: allocating;
		return ((loops || entry) && !Kind.isBounded(this.name)) ? new PollWeaver(calls, entry && !returns) : calls;
	}

	// what Clojure brings serves the data that the application may keep
	private boolean isSomebodysOwn() {
		boolean brought = this.loader instanceof RuntimeHome && this.name.startsWith("clojure/");
		return this.kind == Kind.EVALUATED && !brought;
	}

	private boolean mayBeCalledBack(WovenMethod method, boolean entry) {
		return this.version >= FIRST_WITH_DYNAMIC_CALLS && switch (this.kind) {
			case EVALUATED -> entry && isSomebodysOwn() && this.foreign.contain(method);
			case LANGUAGE -> CalledByJava.isEntry(method);
			case CORE, UNTOUCHED -> false;
		};
	}

	private MethodVisitor allocating(MethodVisitor next) {
		MethodVisitor arrays = ArrayWeaver.concerns(this.name) ? new ArrayWeaver(next) : next;
		return HandlerWeaver.of(arrays, this.kind, this.name, this.version);
	}

	private boolean pollsAtEntry(String method, String descriptor, boolean synthetic) {
		// the JVM and the host call the other methods of a thread
		boolean calledByHost = "java/lang/Thread".equals(this.superName) && !method.equals("run");
		return !calledByHost && this.kind.pollsAtEntry(this.name, method, descriptor, synthetic);
	}

}
