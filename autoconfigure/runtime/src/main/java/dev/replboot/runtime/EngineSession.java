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

import java.io.Reader;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * A REPL session inside the runtime: its namespace, its {@code *1 *2 *3 *e} and whatever
 * else it has {@code set!}. Not bound to a thread, but one step at a time.
 */
@Internal
public interface EngineSession {

	/**
	 * Make a source of forms.
	 * @param characters where the text comes from; read as far ahead as it has characters
	 * ready
	 * @return the source, to be handed to {@link #step}
	 */
	FormReader newReader(Reader characters);

	/**
	 * Make a source of forms whose text is a part of a file.
	 * @param characters the text
	 * @param line the number of its first line, from 1
	 * @param column the number of its first column, from 1
	 * @return the source, to be handed to {@link #step}
	 */
	FormReader newReader(Reader characters, int line, int column);

	/**
	 * Read one form, evaluate it and print its value, as {@code clojure.main/repl} does.
	 * Errors of the form are printed to the error stream and returned, not thrown.
	 * @param reader where the form comes from; also {@code *in*} during evaluation
	 * @param streams where output goes
	 * @param hooks called between the phases
	 * @return what happened
	 */
	StepResult step(FormReader reader, StepStreams streams, StepHooks hooks);

	/**
	 * Do the same with a form of a text that came as a whole. Its end is no error, and
	 * {@code :repl/quit} is a keyword like any other.
	 * @param source where the form comes from
	 * @param input {@code *in*} during evaluation
	 * @param streams where output goes; the value is printed without a newline
	 * @param hooks called between the phases
	 * @param settings what the client chose, or {@code null} for what {@code step} above
	 * does
	 * @return what happened
	 */
	StepResult step(FormReader source, FormReader input, StepStreams streams, StepHooks hooks,
			@Nullable StepSettings settings);

	/**
	 * Go to another namespace, between steps.
	 * @param name the namespace's name
	 * @return whether there is one of that name; else the session stays where it is
	 */
	boolean enter(String name);

	/**
	 * Remember what a file may {@code set!} for itself, between steps.
	 * @return puts it back, between steps
	 */
	Runnable beginFile();

	/**
	 * Listen to what is handed to {@code tap>}.
	 * @param wanted whether what the calling thread's evaluation hands over is for this
	 * session; what no evaluation hands over always is
	 * @param taps gets each value as it would be printed, on the thread that hands it
	 * over or on one of Clojure's
	 * @return to be run when the session is over
	 */
	Runnable onTap(BooleanSupplier wanted, Consumer<String> taps);

	/**
	 * Begin another session with the bindings that this one has after its last step,
	 * those of its streams excepted. May be called while a step is under way.
	 * @return the other session
	 */
	EngineSession copy();

	/**
	 * The namespace that the session is in.
	 * @return its name
	 */
	String namespace();

}
