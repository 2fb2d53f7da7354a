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

package dev.replboot.listener.prepl;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.EvaluationSteps;
import dev.replboot.eval.OutputStreams;
import dev.replboot.listener.ConnectionWriter;
import dev.replboot.listener.ValueWriter;
import dev.replboot.listener.socket.Dialect;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepSettings;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;

/**
 * For programs: a map for each thing that is printed and for each form, as
 * {@code clojure.core.server/io-prepl} writes them.
 */
final class PreplDialect implements Dialect {

	private static final String QUIT = ":repl/quit";

	private static final int MAX_VALUE = 1 << 20;

	// a part of it would be nothing that the client could read
	private static final String TOO_LONG = error("It is evaluated, and *1 or *e, but has more than " + MAX_VALUE
			+ " characters when printed. Ask for a part of it.");

	private final boolean byToken;

	private final TaggedOutput output;

	private final TaggedWriter out;

	private final TaggedWriter err;

	private final ValueWriter value = new ValueWriter(MAX_VALUE);

	private final ValueWriter thrown = new ValueWriter(MAX_VALUE);

	private final OutputStreams console;

	private @Nullable Runnable tapping;

	PreplDialect(ConnectionWriter connection, boolean byToken) {
		this.byToken = byToken;
		this.output = new TaggedOutput(connection);
		this.out = new TaggedWriter("out", this.output);
		this.err = new TaggedWriter("err", this.output);
		this.console = new OutputStreams(this.out, this.err, this.value, StepSettings.ofData(this.thrown));
	}

	@Override
	public OutputStreams console() {
		return this.console;
	}

	/**
	 * If there was a token, it was the first form, and each form has an answer.
	 */
	@Override
	public void begin(ReplSession session) throws IOException {
		this.tapping = session.evaluations().onTap((text) -> this.output.offer("tap", text));
		if (this.byToken) {
			this.output.returned("nil", session.evaluations().namespace(), ", :ms 0, :form \"<token>\"");
		}
	}

	@Override
	public boolean step(EvaluationSession evaluations) throws IOException {
		EvaluationSteps.Step step = evaluations.step();
		this.out.flush();
		this.err.flush();
		boolean tooLong = this.value.isTruncated() || this.thrown.isTruncated();
		String value = this.value.take();
		String thrown = this.thrown.take();
		String form = form(step);
		String namespace = step.result().namespace();
		switch (step.result().kind()) {
			case VALUE -> {
				if (tooLong) {
					this.output.returned(TOO_LONG, namespace, form + ", :exception true");
					return true;
				}
				if (value.equals(QUIT)) {
					return false;
				}
				long millis = TimeUnit.NANOSECONDS.toMillis(step.nanos());
				this.output.returned(value, namespace, ", :ms " + millis + form);
			}
			case ERROR ->
				this.output.returned(thrown.isEmpty() ? stopped(step) : thrown, namespace, form + ", :exception true");
			case EXIT -> {
				return false;
			}
			case BLANK -> {
			}
		}
		return true;
	}

	// what couldn't be read isn't a form
	private static String form(EvaluationSteps.Step step) {
		String form = step.form();
		StepResult.Thrown error = step.result().error();
		if (form == null || (error != null && error.phase().equals("read-source"))) {
			return "";
		}
		return ", :form " + EdnText.quote(form.strip());
	}

	// a stop isn't an exception that the form threw, so there is nothing to print of it
	private static String stopped(EvaluationSteps.Step step) {
		String cause = (step.stop() != null) ? "Evaluation stopped: " + step.stop().sentence()
				: (step.result().error() != null) ? step.result().error().summary() : "It failed.";
		return error(cause);
	}

	private static String error(String cause) {
		return "{:via [], :trace [], :cause " + EdnText.quote(cause) + ", :phase :execution}";
	}

	@Override
	public void notice(String sentence) {
		this.output.offer("err", ";; " + VisibleText.line(sentence) + "\n");
	}

	/**
	 * A program couldn't read what is no map.
	 */
	@Override
	public boolean speaksTelnet() {
		return false;
	}

	@Override
	public void over() {
		Runnable tapping = this.tapping;
		if (tapping != null) {
			tapping.run();
		}
	}

}
