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

package dev.replboot.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationStoppedError;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepSettings;
import dev.replboot.text.VisibleText;

/**
 * Shows an error that has hit an evaluation outside of what the engine guards, so that
 * the engine hasn't shown it. Runs no code of the error's: it may be an evaluation's, and
 * nothing would stop it here.
 */
final class UnguardedError {

	private UnguardedError() {
	}

	/**
	 * Describe an error.
	 * @param thrown the error
	 * @return its description, with a sentence for the client
	 */
	static StepResult.Thrown describe(Throwable thrown) {
		String type = thrown.getClass().getName();
		return new StepResult.Thrown(type, type, "execution",
				(thrown instanceof EvaluationStoppedError) ? String.valueOf(thrown.getMessage())
						: "Execution error (" + type + ") outside of the form" + message(thrown)
								+ ". If the next form fails as well, connect again, or close and open the REPL.");
	}

	// a class of the JDK's answers with text that it was given
	private static String message(Throwable thrown) {
		String message = (thrown.getClass().getClassLoader() == null) ? thrown.getMessage() : null;
		return (message != null) ? ": " + message : "";
	}

	/**
	 * Write the sentence to where the engine writes errors to. A client that takes errors
	 * as data takes the description.
	 * @param thrown the description
	 * @param settings the client's choices, or {@code null}
	 * @param err the evaluation's errors
	 */
	static void show(StepResult.Thrown thrown, @Nullable StepSettings settings, Writer err) {
		if (settings != null && settings.data()) {
			return;
		}
		try {
			// a message may have text in it that somebody else has written
			err.write(VisibleText.lines(thrown.summary()) + "\n");
			err.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
