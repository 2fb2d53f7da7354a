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

package dev.replboot.access.standing;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.api.Internal;

/**
 * Looks whether a principal may still use the REPL before a connection is let in.
 */
@Internal
@FunctionalInterface
public interface StandingCheck {

	/**
	 * Look at a principal. Doesn't block.
	 * @param principal whose token it was, or whom the connection is mapped to
	 * @param then called with the verdict, on any thread
	 */
	void verify(ReplPrincipal principal, Consumer<Verdict> then);

	/**
	 * Whether somebody may come in.
	 *
	 * @param principal whose session it will be
	 * @param refusal why they may not, or {@code null}
	 */
	record Verdict(ReplPrincipal principal, @Nullable StandingRefusedException refusal) {

	}

}
