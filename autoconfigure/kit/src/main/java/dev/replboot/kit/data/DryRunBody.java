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

package dev.replboot.kit.data;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;

/**
 * What a dry run tries. All of it happens while the dry run's transaction is open.
 */
public interface DryRunBody {

	/**
	 * Run it.
	 * @return what it gives, parts of which may not have run yet
	 * @throws Exception if it fails
	 */
	@Nullable Object run() throws Exception;

	/**
	 * Run what is lazy in the value. Called when the threads that were started are over.
	 * @param value what {@link #run} gave
	 * @return the value as data of which nothing is left to run
	 * @throws Exception if a part of it fails
	 */
	@Nullable Object settle(@Nullable Object value) throws Exception;

	/**
	 * It failed, and there is something to say beside its exception. Called when the
	 * transaction is rolled back.
	 * @param notes what to say, in sentences
	 */
	default void failed(List<String> notes) {
	}

	/**
	 * The rows that the body has updated, where it knows them itself.
	 * @return the rows before and after it, or {@code null} if it doesn't know
	 */
	default @Nullable List<ImageChange> updated() {
		return null;
	}

}
