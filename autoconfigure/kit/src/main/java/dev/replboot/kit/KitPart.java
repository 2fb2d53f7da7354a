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

package dev.replboot.kit;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * A part of the kit: a Clojure namespace whose public functions a user finds, and what
 * has to be there for them to work.
 *
 * @param name its name, as in {@code repl.kit.<name>.enabled}
 * @param title what it is for, in a few words
 * @param namespace the Clojure namespace
 * @param needs what of the application it needs
 * @param host makes the Java object that the namespace calls, when it is first asked for;
 * {@code null} if it needs none
 */
@Internal
public record KitPart(String name, String title, String namespace, List<KitNeed> needs,
		@Nullable Supplier<Object> host) {

	public KitPart {
		needs = List.copyOf(needs);
	}

}
