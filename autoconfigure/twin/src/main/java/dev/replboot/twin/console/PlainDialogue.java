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

package dev.replboot.twin.console;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;

import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.EvaluationSteps;
import dev.replboot.eval.OutputStreams;
import dev.replboot.runtime.StepResult;
import dev.replboot.text.VisibleText;

/**
 * Plain in, plain out: for pipes, scripts, and terminals on which lines can't be edited.
 */
public final class PlainDialogue implements Dialogue {

	private final Reader input;

	private final PrintStream out;

	private final Writer values;

	private final Writer errors;

	private final PrintStream messages;

	private final boolean prompting;

	private final boolean endsAtFailure;

	/**
	 * Create a dialogue.
	 * @param input where forms come from
	 * @param values gets their values
	 * @param messages gets everything else, unless there is a prompt
	 * @param charset of what is written
	 * @param prompting whether a person is at the other end, who wants a prompt and
	 * everything in one place
	 * @param endsAtFailure whether nothing behind a form that fails is evaluated
	 */
	public PlainDialogue(Reader input, PrintStream values, PrintStream messages, Charset charset, boolean prompting,
			boolean endsAtFailure) {
		this.endsAtFailure = endsAtFailure;
		this.input = input;
		this.out = values;
		Writer writer = new OutputStreamWriter(values, charset);
		// a program gets values as they are
		this.values = prompting ? new VisibleWriter(writer) : writer;
		this.errors = new OutputStreamWriter(messages, charset);
		this.messages = messages;
		this.prompting = prompting;
	}

	@Override
	public Reader input() {
		return this.input;
	}

	@Override
	public OutputStreams console() {
		return this.prompting ? OutputStreams.of(this.values)
				: new OutputStreams(this.errors, this.errors, this.values, null);
	}

	@Override
	public boolean run(EvaluationSession session) throws IOException {
		boolean failed = false;
		if (!this.prompting) {
			session.endAtUnreadable();
		}
		prompt(session, this.prompting);
		EvaluationSteps.Step step = session.step();
		while (step.result().kind() != StepResult.Kind.EXIT) {
			failed |= step.result().kind() == StepResult.Kind.ERROR || step.stop() != null;
			write();
			if (failed && this.endsAtFailure) {
				return false;
			}
			prompt(session, this.prompting && session.isPromptDue());
			step = session.step();
		}
		if (this.prompting) {
			// after the last prompt
			this.values.write("\n");
		}
		write();
		return !failed && step.stop() == null;
	}

	// the stream keeps to itself that its reader is gone, or the disk full
	private void write() throws IOException {
		this.values.flush();
		if (this.out.checkError()) {
			throw new IOException(
					"Standard output takes nothing more, so nothing more is evaluated, and what it got may be incomplete.");
		}
	}

	private void prompt(EvaluationSession session, boolean due) throws IOException {
		if (due) {
			this.values.write(session.prompt());
			this.values.flush();
		}
	}

	@Override
	public void notice(String sentence) {
		this.messages.println(";; " + VisibleText.line(sentence));
	}

	@Override
	public void close() throws IOException {
		this.errors.flush();
		this.input.close();
	}

}
