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

package dev.replboot.listener.nrepl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationRequest;
import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.EvaluationSteps;
import dev.replboot.listener.ValueWriter;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepSettings;
import dev.replboot.runtime.StopCause;
import dev.replboot.text.VisibleText;

/**
 * Evaluates the code of one message, form by form, and answers as stock nREPL does.
 */
final class EvalTask implements NreplTask {

	private static final String STOPPED = "class dev.replboot.runtime.EvaluationStoppedError";

	private final NreplMessage message;

	private final String code;

	private final boolean file;

	private final NreplSession session;

	private final boolean ephemeral;

	private final NreplOutput output;

	private final PrintChoices choices;

	private final MessageWriter out;

	private final MessageWriter err;

	private final MessageWriter streamed;

	// of a file the last value alone is sent, so that it is known first
	private final boolean streams;

	private final ValueWriter value;

	private final ValueWriter throwable;

	private final InterruptRequests interrupts = new InterruptRequests();

	private @Nullable Map<String, Object> lastValue;

	private Printed lastPrinted = Printed.NOTHING;

	/**
	 * Create a task.
	 * @param message the request
	 * @param code its code
	 * @param file whether it is a file, of which the last value counts
	 * @param session where to evaluate it
	 * @param ephemeral whether it begins in {@code user}, whatever was evaluated before
	 */
	EvalTask(NreplMessage message, String code, boolean file, NreplSession session, boolean ephemeral) {
		this.message = message;
		this.code = code;
		this.file = file;
		this.session = session;
		this.ephemeral = ephemeral;
		this.output = session.output();
		this.choices = new PrintChoices(message);
		int buffer = message.positive("out-limit", session.outLimit());
		this.out = new MessageWriter(message, "out", this.output, buffer, Long.MAX_VALUE);
		this.err = new MessageWriter(message, "err", this.output, buffer, Long.MAX_VALUE);
		this.streamed = new MessageWriter(message, "value", this.output, this.choices.bufferSize(),
				this.choices.quota());
		this.streams = !file && this.choices.isStreamed();
		this.value = new ValueWriter(this.choices.keptQuota());
		this.throwable = new ValueWriter(this.choices.keptQuota());
	}

	@Override
	public void run() throws IOException {
		EvaluationSession evaluations = this.session.evaluations();
		String before = evaluations.namespace();
		String wanted = this.ephemeral ? "user" : this.file ? before : null;
		String asked = this.message.firstText("ns");
		// a file begins where the session is, but what was asked for must be there
		if (asked != null && (!this.file || !evaluations.enter(asked))) {
			wanted = asked;
		}
		if (wanted != null && !evaluations.enter(wanted)) {
			noNamespace(wanted);
			return;
		}
		evaluations.dropEndOfLine();
		Runnable after = this.file ? evaluations.beginFile() : () -> {
		};
		StopCause stop = null;
		try {
			stop = evaluate(evaluations);
		}
		finally {
			after.run();
			if (wanted != null && !evaluations.enter(before)) {
				evaluations.enter("user");
			}
			finish(stop);
		}
	}

	private void noNamespace(String name) throws IOException {
		Map<String, Object> answer = this.message.status("error", "namespace-not-found", "done");
		answer.put("ns", name);
		this.output.send(answer);
		List<NreplMessage> requests = this.interrupts.end();
		if (requests != null) {
			for (NreplMessage request : requests) {
				this.output.send(request.status("done"));
			}
		}
	}

	private @Nullable StopCause evaluate(EvaluationSession evaluations) throws IOException {
		EvaluationSteps evaluation = evaluations.evaluate(text());
		while (!isInterrupted()) {
			EvaluationSteps.Step step = evaluation.step();
			StepResult result = step.result();
			if (step.stop() != null) {
				return step.stop();
			}
			switch (result.kind()) {
				case VALUE -> value(result);
				case ERROR -> {
					error(result);
					if (this.file) {
						return null;
					}
				}
				case EXIT -> {
					sendLastValue();
					return null;
				}
				case BLANK -> {
					continue;
				}
			}
		}
		return null;
	}

	private EvaluationRequest text() {
		String path = this.file ? this.message.firstText("file-path", "file-name") : this.message.firstText("file");
		StepSettings.Source source = this.choices.source(path);
		Writer printed = this.streams ? this.streamed : this.value;
		return new EvaluationRequest(this.code, this.message.number("line", 1), this.message.number("column", 1),
				this.choices.settings(source, this.choices.isThrowableWanted() ? this.throwable : null, this::problem),
				this.out, this.err, printed, this.file ? null : EditorPreambles.mark(this.code));
	}

	private void problem(StepSettings.Choice choice, String sentence) {
		String key = PrintChoices.errorKey(choice);
		Map<String, Object> answer = this.message.status(key);
		answer.put(key, sentence);
		this.output.offer(answer);
	}

	private void value(StepResult result) throws IOException {
		flush();
		Map<String, Object> answer = this.message.answer();
		if (this.file) {
			this.lastValue = answer;
			this.lastPrinted = Printed.take(this.value);
			return;
		}
		answer.put("ns", result.namespace());
		if (this.streams) {
			if (this.streamed.endValue()) {
				this.output.send(this.message.status(PrintChoices.TRUNCATED));
			}
			this.output.send(answer);
		}
		else {
			this.choices.send(answer, "value", Printed.take(this.value), this.output);
		}
	}

	private void sendLastValue() throws IOException {
		if (this.lastValue != null) {
			this.choices.send(this.lastValue, "value", this.lastPrinted, this.output);
		}
	}

	private void error(StepResult result) throws IOException {
		flush();
		this.value.take();
		this.streamed.endValue();
		StepResult.Thrown thrown = result.error();
		Map<String, Object> answer = this.message.status("eval-error");
		if (thrown != null) {
			answer.put("ex", "class " + thrown.type());
			answer.put("root-ex", "class " + thrown.shownRootType());
		}
		if (this.choices.isThrowableWanted()) {
			this.choices.send(answer, PrintChoices.THROWABLE, Printed.take(this.throwable), this.output);
		}
		else {
			this.output.send(answer);
		}
	}

	private void flush() throws IOException {
		this.err.flush();
		this.out.flush();
	}

	private void finish(@Nullable StopCause stop) throws IOException {
		if (stop != null && !stop.sentence().equals(NreplSession.INTERRUPTED)) {
			this.err.write("Evaluation stopped: " + stop.sentence() + "\n");
		}
		flush();
		List<NreplMessage> requests = this.interrupts.end();
		if (requests == null) {
			return;
		}
		if (!requests.isEmpty() || (stop != null && stop.kind() == StopCause.Kind.INTERRUPTED)) {
			this.output.send(this.message.status("interrupted", "done"));
		}
		else {
			if (stop != null) {
				Map<String, Object> answer = this.message.status("eval-error");
				answer.put("ex", STOPPED);
				answer.put("root-ex", STOPPED);
				this.output.send(answer);
			}
			this.output.send(this.message.status("done"));
		}
		for (NreplMessage request : requests) {
			this.output.send(request.status("done"));
		}
	}

	@Override
	public @Nullable Object id() {
		return this.message.id();
	}

	@Override
	public int size() {
		return this.code.length();
	}

	@Override
	public boolean interruptedBy(NreplMessage request) {
		return this.interrupts.add(request);
	}

	@Override
	public boolean isInterrupted() {
		return this.interrupts.isPresent();
	}

	@Override
	public void giveUp() {
		List<NreplMessage> requests = this.interrupts.end();
		if (requests != null) {
			notice("It can't be stopped: it runs code that takes no notice. Its stack is in GET on the repl endpoint."
					+ " This session waits for it; clone another one.");
			this.output.offer(this.message.status("interrupted", "done"));
			requests.forEach((request) -> this.output.offer(request.status("done")));
		}
	}

	@Override
	public void notice(String sentence) {
		Map<String, Object> answer = this.message.answer();
		answer.put("err", ";; " + VisibleText.line(sentence) + "\n");
		this.output.offer(answer);
	}

	@Override
	public void needInput() {
		try {
			flush();
			this.output.send(this.message.status("need-input"));
			this.output.flushNow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
