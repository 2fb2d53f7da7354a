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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * What is put before and after the body of a patched method. Its code is copied there.
 */
final class PatchAdvice {

	private PatchAdvice() {
	}

	@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
	static @Nullable Object @Nullable [] enter(@Number long patch, @Advice.This(optional = true) @Nullable Object self,
			@Advice.AllArguments @Nullable Object[] arguments) throws Throwable {
		return Dispatch.enter(patch, self, arguments);
	}

	@Advice.OnMethodExit
	static void exit(@Advice.Enter @Nullable Object @Nullable [] outcome,
			@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object result) {
		if (outcome != null) {
			result = outcome[0];
		}
	}

	/**
	 * The patch's number, a constant in the method's code.
	 */
	@Retention(RetentionPolicy.RUNTIME)
	@interface Number {

	}

}
