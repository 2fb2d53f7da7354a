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
import java.io.StringReader;
import java.io.Writer;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EngineSession;
import dev.replboot.runtime.FormReader;
import dev.replboot.runtime.StepSettings;
import dev.replboot.runtime.StepStreams;
import dev.replboot.runtime.StopCause;

/**
 * A text that came as a whole.
 */
final class TextForms implements Forms {

	private final EvaluationRequest text;

	private final FormReader reader;

	private final StepStreams streams;

	TextForms(EvaluationRequest text, EngineSession engine, OutputBudget budget) {
		this.text = text;
		this.reader = engine.newReader(new StringReader(text.code()), text.line(), text.column());
		this.streams = new StepStreams(new LimitedWriter(text.out(), budget), new LimitedWriter(text.err(), budget),
				new LimitedWriter(text.value(), budget));
	}

	@Override
	public FormProvenance provenance() {
		return FormProvenance.of(this.text);
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
		return this.text.settings();
	}

	@Override
	public Writer err() {
		return this.text.err();
	}

	// the first form that can't be read ends a text
	@Override
	public void evaluated(RunningEvaluation evaluation, @Nullable StopCause cause) throws IOException {
		UnreadableForm unreadable = evaluation.unreadable();
		if (unreadable == null || unreadable.byStop()) {
			return;
		}
		StringBuilder behind = new StringBuilder();
		for (int character = this.reader.read(); character != -1; character = this.reader.read()) {
			behind.append((char) character);
		}
		int count = behind.toString().stripTrailing().length();
		String words = (count == 1) ? "1 character" : count + " characters";
		if (unreadable.readerRan()) {
			err().write(unreadable.sentence()
					+ ((count > 0) ? " Neither was what stands behind the error (" + words + ")." : "") + "\n");
		}
		else if (count > 0) {
			err().write("Nothing of this form was evaluated, nor the " + words + " behind the error.\n");
		}
	}

}
