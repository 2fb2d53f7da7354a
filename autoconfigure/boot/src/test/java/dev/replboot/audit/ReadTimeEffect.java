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

package dev.replboot.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Something that leaves a trace when it is made: how much was on record by then.
 */
public final class ReadTimeEffect {

	static final List<Integer> RUNS = Collections.synchronizedList(new ArrayList<>());

	/**
	 * Leave a trace.
	 * @param argument anything
	 */
	public ReadTimeEffect(Object argument) {
		run(argument);
	}

	@Override
	public String toString() {
		return "effect";
	}

	/**
	 * As records have it.
	 * @param entries what the literal has
	 * @return an instance
	 */
	public static Object create(Object entries) {
		return new ReadTimeEffect(entries);
	}

	/**
	 * Leave how much was on record by now.
	 * @param argument anything
	 * @return something that can be printed and read
	 */
	public static Object run(Object argument) {
		RUNS.add(ReadTimeRecordTests.announced());
		return "ran";
	}

}
