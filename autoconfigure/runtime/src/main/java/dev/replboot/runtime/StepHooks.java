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

package dev.replboot.runtime;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Called by a step between its phases, on the evaluating thread.
 */
@Internal
public interface StepHooks {

	/**
	 * A form begins: its first character is there.
	 */
	void reading();

	/**
	 * Where the form begins; told before {@link #reading()}.
	 * @param line the number of its first line
	 */
	default void line(int line) {
	}

	/**
	 * The form has a value, which is about to be printed.
	 * @param type the name of the value's class, or {@code null} for {@code nil}
	 */
	default void printing(@Nullable String type) {
	}

	/**
	 * A form has been read and nothing of it has run yet.
	 * @param form the form's text
	 * @param namespace the namespace it will be evaluated in
	 * @throws RuntimeException to refuse it; the message is shown as the form's error
	 */
	void evaluating(String form, String namespace);

	/**
	 * The reader itself is about to run code for a part of the form that it reads:
	 * {@code #=}, a constructor or record literal, a tagged literal.
	 * @param form the part's text
	 * @param namespace the namespace it will be evaluated in
	 * @throws RuntimeException to refuse it; the message is shown as the form's error
	 */
	void evaluatingWhileReading(String form, String namespace);

	/**
	 * The reader runs code for a part of the form now, after that was announced.
	 */
	default void readerRunsCode() {
	}

	/**
	 * The form waits for something that the runtime has to do first, or goes on: that
	 * time isn't the form's.
	 * @param waiting whether it waits
	 */
	void waiting(boolean waiting);

	/**
	 * What was read is not a form.
	 * @param text what has been consumed of it
	 * @param namespace the namespace it would have been evaluated in
	 */
	void unreadable(String text, String namespace);

	/**
	 * The form has read another form from the session's input, as {@code (read)} does,
	 * and that couldn't be read.
	 * @param text what has been consumed since the other form began
	 */
	default void brokenInput(String text) {
	}

	/**
	 * An error is about to be shown: until now, nobody can have answered to it.
	 */
	default void failing() {
	}

	/**
	 * Whether the form was announced and nobody has refused it. Without that nothing may
	 * run that the client has named, not even to show why it was refused.
	 * @return whether what the client has named may run
	 */
	default boolean isAnnounced() {
		return true;
	}

	/**
	 * Whether the evaluation is being stopped, so that what is thrown is a consequence of
	 * that and not worth a report of its own.
	 * @return whether a stop is under way
	 */
	boolean isStopping();

}
