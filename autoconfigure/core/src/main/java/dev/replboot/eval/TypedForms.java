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

import dev.replboot.runtime.EngineSession;
import dev.replboot.runtime.FormReader;
import dev.replboot.runtime.StepSettings;
import dev.replboot.runtime.StepStreams;
import dev.replboot.runtime.StopCause;

/**
 * What comes with the session's input.
 */
final class TypedForms implements Forms {

	private final EngineSession engine;

	private final RequestReader requests;

	private final BrokenForm broken;

	private final OutputStreams console;

	private final StepStreams streams;

	private FormReader reader;

	private boolean lineAbandoned;

	TypedForms(EngineSession engine, RequestReader requests, StopRequests orders, OutputStreams console,
			OutputBudget budget) {
		this.engine = engine;
		this.requests = requests;
		this.broken = new BrokenForm(requests, orders, BrokenForm.QUIET);
		this.console = console;
		this.streams = limited(console, budget);
		this.reader = engine.newReader(requests);
	}

	private static StepStreams limited(OutputStreams console, OutputBudget budget) {
		LimitedWriter out = new LimitedWriter(console.out(), budget);
		if (console.err() == console.out() && console.value() == console.out()) {
			return new StepStreams(out, out, out);
		}
		return new StepStreams(out, new LimitedWriter(console.err(), budget),
				new LimitedWriter(console.value(), budget));
	}

	/**
	 * Begin anew if code of an evaluation has closed the input.
	 */
	void reopen() {
		if (this.requests.wasClosed()) {
			this.reader = this.engine.newReader(this.requests);
		}
	}

	/**
	 * Drop what was left of a broken form.
	 * @return whether there is something to say of it before the next form is read
	 */
	boolean isRestDropped() {
		try {
			this.lineAbandoned = this.broken.isOpen() && tell(this.broken.awaitRest());
			return this.lineAbandoned;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void endAtUnreadable() {
		this.broken.dropToTheEnd();
	}

	boolean isAtLineStart() {
		return this.lineAbandoned || this.reader.atLineStart();
	}

	void dropEndOfLine() throws IOException {
		this.requests.skipping(true);
		try {
			this.reader.skipEndOfLine();
		}
		finally {
			this.requests.skipping(false);
		}
	}

	@Override
	public FormProvenance provenance() {
		return FormProvenance.TYPED;
	}

	@Override
	public FormReader reader() {
		return this.reader;
	}

	@Override
	public StepStreams streams() {
		return this.streams;
	}

	@Override
	public @Nullable StepSettings settings() {
		return this.console.settings();
	}

	@Override
	public Writer err() {
		return this.console.err();
	}

	@Override
	public void evaluated(RunningEvaluation evaluation, @Nullable StopCause cause) throws IOException {
		if (!evaluation.hasBegun()) {
			return;
		}
		UnreadableForm unreadable = evaluation.unreadable();
		if (unreadable != null) {
			this.requests.markReceived();
		}
		if (cause != null) {
			err().write("Evaluation stopped: " + EvaluationEnd.told(evaluation, cause).sentence() + "\n");
		}
		if (unreadable != null) {
			dropBroken(unreadable, cause != null);
		}
	}

	private void dropBroken(UnreadableForm unreadable, boolean interrupted) throws IOException {
		if (unreadable.byStop()) {
			this.broken.stopped(unreadable.text(), this.reader);
			// what follows the form on its line is still to come, and a prompt after it
			this.lineAbandoned = this.broken.isOpen();
			return;
		}
		this.lineAbandoned = true;
		// who has interrupted it already doesn't wait for the end of a form that is too
		// large
		if (this.requests.isExceeded() && !interrupted) {
			this.console.out().flush();
			tell(this.broken.tooLarge(unreadable.text(), this.reader));
		}
		else {
			tell(this.broken.unreadable(unreadable, this.reader));
		}
	}

	boolean tell(@Nullable String sentence) throws IOException {
		if (sentence == null) {
			return false;
		}
		this.console.err().write(sentence + "\n");
		this.console.err().flush();
		return true;
	}

}
