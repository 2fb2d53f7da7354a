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

import org.jspecify.annotations.Nullable;

/**
 * A function of an application's own inside the REPL. It runs as the session's principal,
 * under the limits of the evaluation that calls it. Arguments may be Clojure's own
 * objects, which must not be kept.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface KitFunction {

	/**
	 * Call it.
	 * @param arguments what it is called with
	 * @return the result
	 * @throws Exception to be shown to the user
	 */
	@Nullable Object call(List<? extends @Nullable Object> arguments) throws Exception;

}
