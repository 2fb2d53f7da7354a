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

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * A value that shows nothing of itself when it is printed.
 */
@Internal
public final class Secret implements Supplier<@Nullable Object> {

	private final @Nullable Object value;

	/**
	 * Wrap a value.
	 * @param value the value
	 */
	public Secret(@Nullable Object value) {
		this.value = value;
	}

	@Override
	public @Nullable Object get() {
		return this.value;
	}

	@Override
	public String toString() {
		return "******";
	}

}
