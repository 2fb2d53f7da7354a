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

import java.util.BitSet;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.hook.HookedTypes;

/**
 * Which methods of a class have to be woven. The others are copied as they are, which is
 * much faster.
 */
final class WeavingPlan {

	private static final WeavingPlan ALL = new WeavingPlan(true, null);

	private final boolean hooks;

	private final @Nullable BitSet looping;

	private WeavingPlan(boolean hooks, @Nullable BitSet looping) {
		this.hooks = hooks;
		this.looping = looping;
	}

	static WeavingPlan of(Kind kind, String internalName, byte[] bytes) {
		if (kind == Kind.EVALUATED || ClojurePatches.concern(internalName)) {
			return ALL;
		}
		ClassScan scan = new ClassScan(bytes);
		return new WeavingPlan(ClassWeaver.loadsLibraries(internalName) || scan.mentionsClass(HookedTypes::contain),
				scan.loopingMethods());
	}

	/**
	 * Whether calls may have to go through hooks.
	 * @return whether any may
	 */
	boolean hooks() {
		return this.hooks;
	}

	boolean polls(int method) {
		return this.looping == null || this.looping.get(method);
	}

	boolean nothing() {
		return !this.hooks && this.looping != null && this.looping.isEmpty();
	}

}
