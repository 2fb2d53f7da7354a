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

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * What is put before and after the body of a watched method. Its code is copied there, so
 * the call stays in the frame that it has anyway, and whatever this throws is suppressed.
 */
final class WatchAdvice {

	private WatchAdvice() {
	}

	@Advice.OnMethodEnter(suppress = Throwable.class)
	static @Nullable Object enter(@PatchAdvice.Number long site, @Advice.This(optional = true) @Nullable Object self,
			@Advice.AllArguments @Nullable Object[] arguments) {
		return WatchDispatch.enter(site, self, arguments);
	}

	@Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
	static void exit(@Advice.Enter @Nullable Object calls,
			@Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object result,
			@Advice.Thrown @Nullable Throwable thrown) {
		if (calls != null) {
			WatchDispatch.exit(calls, result, thrown);
		}
	}

}
