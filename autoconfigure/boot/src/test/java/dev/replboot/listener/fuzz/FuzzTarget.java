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

package dev.replboot.listener.fuzz;

import java.util.List;

/**
 * Something that reads bytes, with the properties that hold whatever they are.
 */
public interface FuzzTarget extends AutoCloseable {

	/**
	 * Names the target and the file of its corpus.
	 * @return a short name
	 */
	String name();

	/**
	 * What inputs are put together from, beside those of the corpus.
	 * @return words of the protocol
	 */
	List<String> words();

	/**
	 * How many inputs are worth being tried at a time.
	 * @return their number
	 */
	int batch();

	/**
	 * Try inputs.
	 * @param inputs the inputs
	 * @return what each of them led to, in a few words: an input that leads to something
	 * new is kept
	 * @throws AssertionError if a property doesn't hold
	 * @throws Exception if it couldn't be tried
	 */
	List<String> tryOut(List<byte[]> inputs) throws Exception;

	@Override
	void close() throws Exception;

}
