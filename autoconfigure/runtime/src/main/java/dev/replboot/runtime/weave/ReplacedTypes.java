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
import org.objectweb.asm.Type;

import dev.replboot.runtime.hook.ScopedInheritableThreadLocal;
import dev.replboot.runtime.hook.ScopedThread;
import dev.replboot.runtime.hook.ScopedThreadLocal;

/**
 * Classes that are instantiated and extended instead of others.
 */
final class ReplacedTypes {

	private static final String SCOPED_THREAD = Type.getInternalName(ScopedThread.class);

	private static final String SCOPED_THREAD_LOCAL = Type.getInternalName(ScopedThreadLocal.class);

	private static final String SCOPED_INHERITABLE = Type.getInternalName(ScopedInheritableThreadLocal.class);

	private ReplacedTypes() {
	}

	static @Nullable String of(@Nullable String internalName) {
		return (internalName != null) ? instead(internalName) : null;
	}

	static String instead(String internalName) {
		return switch (internalName) {
			case "java/lang/Thread" -> SCOPED_THREAD;
			case "java/lang/ThreadLocal" -> SCOPED_THREAD_LOCAL;
			case "java/lang/InheritableThreadLocal" -> SCOPED_INHERITABLE;
			default -> internalName;
		};
	}

}
