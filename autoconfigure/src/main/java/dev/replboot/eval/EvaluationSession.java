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
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationOutcome.Status;
import dev.replboot.runtime.EngineSession;
import dev.replboot.runtime.EvaluationStoppedError;
import dev.replboot.runtime.FormReader;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepStreams;
import dev.replboot.runtime.StopCause;
import dev.replboot.text.VisibleText;

/**
 * The evaluations of one session, one after the other.
 *
 * @since 0.1.0
 */
public final class EvaluationSession {

	/**
	 * Stands in the input where an interrupt came.
	 */
	public static final char INTERRUPT_MARK = 3;

	private static final int REMEMBERED = 20;

	private static final int MAX_FAILURES = 3;

	private final Evaluator evaluator;

	private final EvaluationOrigin origin;

	private final EngineSession engine;

	private final RequestReader requests;

	private final BrokenForm broken;

	private FormReader reader;

	private final Console console;

	private final OutputBudget budget;

	private final StepStreams streams;

	private final Deque<EvaluationSummary> recent = new ArrayDeque<>();

	private final LeftRunning leftRunning;

	private final StopOrders orders = new StopOrders();

	private volatile @Nullable RunningEvaluation current;

	private boolean lineAbandoned;

	private int failures;

	private volatile long count;

	private volatile String mark = "";

	EvaluationSession(Evaluator evaluator, EvaluationOrigin origin, EngineSession engine, Reader characters,
			Console console, Consumer<String> notices) {
		this.evaluator = evaluator;
		this.origin = origin;
		this.engine = engine;
		this.console = console;
		this.leftRunning = new LeftRunning(notices);
		this.requests = new RequestReader(characters, evaluator.limits().request(), this.orders);
		this.broken = new BrokenForm(this.requests, this.orders, BrokenForm.QUIET);
		this.reader = engine.newReader(this.requests);
		this.budget = new OutputBudget(evaluator.limits().output());
		this.streams = limited(console);
	}

	private StepStreams limited(Console console) {
		LimitedWriter out = new LimitedWriter(console.out(), this.budget);
		if (console.err() == console.out() && console.value() == console.out()) {
			return new StepStreams(out, out, out);
		}
		return new StepStreams(out, new LimitedWriter(console.err(), this.budget),
				new LimitedWriter(console.value(), this.budget));
	}

	/**
	 * Read, evaluate and print one form. Blocks until one comes. Never throws because of
	 * the form.
	 * @return how the step ended
	 */
	public TextEvaluation.Step step() {
		if (this.orders.isEnded()) {
			// forms that were sent ahead don't outlive the session
			return over();
		}
		if (isRestDropped()) {
			this.lineAbandoned = true;
			return blank();
		}
		RunningEvaluation evaluation = newEvaluation(RunningEvaluation.Provenance.TYPED);
		evaluation.printsTo((LimitedWriter) this.streams.value());
		this.lineAbandoned = false;
		this.current = evaluation;
		try {
			StepResult result = run(evaluation, () -> this.engine.step(this.reader, this.reader, this.streams,
					evaluation, this.console.settings()));
			StopCause cause = evaluation.scope().stopCause();
			if (evaluation.hasBegun()) {
				finish(evaluation, result);
			}
			this.leftRunning.keepIfRunning(evaluation);
			return isInputBroken(evaluation, result) ? over() : done(evaluation, result, cause);
		}
		finally {
			evaluation.printsTo(null);
			this.requests.endOfEvaluation();
			this.current = null;
		}
	}

	private RunningEvaluation newEvaluation(RunningEvaluation.Provenance provenance) {
		if (this.requests.wasClosed()) {
			this.reader = this.engine.newReader(this.requests);
		}
		RunningEvaluation evaluation = this.evaluator.newEvaluation(this.origin, this.requests, this.orders,
				provenance);
		this.budget.begin(() -> evaluation.stop(outputLimit()));
		evaluation.scope().onLateWork(() -> goOn(evaluation));
		return evaluation;
	}

	/**
	 * Begin to evaluate a text that came as a whole; the session's input is only
	 * {@code *in*} for it.
	 * @param text the text
	 * @return its evaluation, to be stepped through by one thread
	 */
	public TextEvaluation evaluate(EvaluationText text) {
		FormReader source = this.engine.newReader(new StringReader(text.code()), text.line(), text.column());
		StepStreams limited = new StepStreams(new LimitedWriter(text.out(), this.budget),
				new LimitedWriter(text.err(), this.budget), new LimitedWriter(text.value(), this.budget));
		return () -> step(source, limited, text);
	}

	private TextEvaluation.Step step(FormReader source, StepStreams limited, EvaluationText text) {
		if (this.orders.isEnded()) {
			return over();
		}
		RunningEvaluation evaluation = newEvaluation(RunningEvaluation.Provenance.of(text));
		evaluation.printsTo((LimitedWriter) limited.value());
		this.current = evaluation;
		try {
			StepResult result = run(evaluation,
					() -> this.engine.step(source, this.reader, limited, evaluation, text.settings()));
			StopCause cause = evaluation.scope().stopCause();
			if (evaluation.unreadableText() != null && !evaluation.isUnreadableByStop()) {
				dropBehind(source, text);
			}
			if (evaluation.hasBegun()) {
				report(evaluation, result, cause);
			}
			this.leftRunning.keepIfRunning(evaluation);
			return done(evaluation, result, cause);
		}
		finally {
			evaluation.printsTo(null);
			this.requests.endOfEvaluation();
			this.current = null;
		}
	}

	// the first form that can't be read ends a text
	private static void dropBehind(FormReader source, EvaluationText text) {
		try {
			StringBuilder behind = new StringBuilder();
			for (int character = source.read(); character != -1; character = source.read()) {
				behind.append((char) character);
			}
			int count = behind.toString().stripTrailing().length();
			if (count > 0) {
				text.err()
					.write("Nothing of this form was evaluated, nor the " + count
							+ ((count == 1) ? " character" : " characters") + " behind the error.\n");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private TextEvaluation.Step over() {
		return nothing(StepResult.Kind.EXIT);
	}

	private TextEvaluation.Step blank() {
		return nothing(StepResult.Kind.BLANK);
	}

	private TextEvaluation.Step nothing(StepResult.Kind kind) {
		return new TextEvaluation.Step(new StepResult(kind, namespace(), null), null, null, 0);
	}

	/**
	 * The input comes from where nobody reads the errors before they go on: the first
	 * form that can't be read ends it.
	 */
	public void endAtUnreadable() {
		this.broken.dropToTheEnd();
	}

	/**
	 * No more input will come than what has.
	 */
	public void inputEnded() {
		this.requests.end();
	}

	private static TextEvaluation.Step done(RunningEvaluation evaluation, StepResult result,
			@Nullable StopCause cause) {
		EvaluationIntent intent = evaluation.intent();
		return new TextEvaluation.Step(result, (cause != null) ? told(evaluation, cause) : null,
				(intent != null) ? intent.form() : null, evaluation.clock().elapsedNanos());
	}

	// what became of a transaction that was stopped is what the client has to know next
	private static StopCause told(RunningEvaluation evaluation, StopCause cause) {
		String transaction = evaluation.transaction();
		// somebody else's name, or an error of the database with rows in it
		return new StopCause(cause.kind(),
				VisibleText.lines((transaction != null) ? cause.sentence() + " " + transaction : cause.sentence()));
	}

	/**
	 * Listen to what is handed to {@code tap>} by the sessions of the same principal, and
	 * by code that no evaluation runs.
	 * @param taps gets each value as it would be printed
	 * @return to be run when the session is over
	 */
	public Runnable onTap(Consumer<String> taps) {
		return this.engine.onTap(this::isMine, taps);
	}

	private boolean isMine() {
		EvaluationOrigin other = CurrentOrigin.get();
		return other != null && other.principal().isSame(this.origin.principal());
	}

	/**
	 * Go to another namespace, while nothing is evaluated.
	 * @param name the namespace's name
	 * @return whether there is one of that name; else the session stays where it is
	 */
	public boolean enter(String name) {
		return this.engine.enter(name);
	}

	/**
	 * Remember what a file may {@code set!} for itself, while nothing is evaluated.
	 * @return puts it back, while nothing is evaluated
	 */
	public Runnable beginFile() {
		return this.engine.beginFile();
	}

	/**
	 * Drop the end of a line that a reader has left in the input: what is typed next is
	 * another line. Only looks at what is there.
	 * @throws IOException if the input can't be read
	 */
	public void dropEndOfLine() throws IOException {
		this.requests.skipping(true);
		try {
			this.reader.skipEndOfLine();
		}
		finally {
			this.requests.skipping(false);
		}
	}

	EngineSession copyOfEngine() {
		return this.engine.copy();
	}

	// whoever can't read doesn't wait either, and would tell the client so for ever
	private boolean isInputBroken(RunningEvaluation evaluation, StepResult result) {
		boolean failed = result.kind() == StepResult.Kind.ERROR && !evaluation.hasBegun();
		this.failures = failed ? this.failures + 1 : 0;
		return this.failures >= MAX_FAILURES;
	}

	// an executor of the application has taken up a task of it, maybe after this session
	private void goOn(RunningEvaluation evaluation) {
		this.leftRunning.keep(evaluation);
		this.evaluator.begin(evaluation);
		evaluation.stopIfOver();
		String ended = this.orders.endedBecause();
		if (ended != null) {
			evaluation.stop(new StopCause(StopCause.Kind.INTERRUPTED, ended));
		}
	}

	private StepResult run(RunningEvaluation evaluation, Callable<StepResult> step) {
		try {
			return evaluation.call(step);
		}
		catch (Throwable ex) {
			// a stop that hit outside of what the engine guards; the message of anything
			// else may be code of the evaluation's, which would run unguarded here
			String type = ex.getClass().getName();
			StepResult.Thrown thrown = new StepResult.Thrown(type, type, "execution",
					(ex instanceof EvaluationStoppedError) ? String.valueOf(ex.getMessage()) : type);
			return new StepResult(StepResult.Kind.ERROR, this.engine.namespace(), thrown);
		}
	}

	private void finish(RunningEvaluation evaluation, StepResult result) {
		StopCause cause = evaluation.scope().stopCause();
		try {
			if (cause != null) {
				this.console.err().write("Evaluation stopped: " + told(evaluation, cause).sentence() + "\n");
			}
			String unreadable = evaluation.unreadableText();
			if (unreadable != null) {
				dropBroken(unreadable, evaluation.isUnreadableByStop(), cause != null);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			report(evaluation, result, cause);
		}
	}

	private void dropBroken(String unreadable, boolean stopped, boolean interrupted) throws IOException {
		if (stopped) {
			this.broken.stopped(unreadable, this.reader);
			// what follows the form on its line is still to come, and a prompt after it
			this.lineAbandoned = this.broken.isOpen();
			return;
		}
		this.lineAbandoned = true;
		// who has interrupted it already doesn't wait for the end of a form that is too
		// large
		if (this.requests.isExceeded() && !interrupted) {
			this.console.out().flush();
			tell(this.broken.tooLarge(unreadable, this.reader));
		}
		else {
			tell(this.broken.unreadable(unreadable, this.reader));
		}
	}

	private boolean tell(@Nullable String sentence) throws IOException {
		if (sentence == null) {
			return false;
		}
		this.console.err().write(sentence + "\n");
		this.console.err().flush();
		return true;
	}

	// whether there is something to say of it before the next form is read
	private boolean isRestDropped() {
		try {
			return this.broken.isOpen() && tell(this.broken.awaitRest());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void report(RunningEvaluation evaluation, StepResult result, @Nullable StopCause cause) {
		EvaluationIntent intent = evaluation.intent();
		if (intent == null) {
			return;
		}
		Status status = (cause != null) ? Status.of(cause.kind())
				: (result.kind() == StepResult.Kind.ERROR) ? Status.ERROR : Status.SUCCESS;
		EvaluationOutcome outcome = new EvaluationOutcome(status, result.namespace(),
				Duration.ofNanos(evaluation.clock().elapsedNanos()), this.budget.written(), result.error(), cause,
				evaluation.details());
		synchronized (this.recent) {
			this.count++;
			if (this.recent.size() == REMEMBERED) {
				this.recent.removeFirst();
			}
			this.recent.addLast(EvaluationSummary.of(intent, outcome));
		}
		this.evaluator.completed(intent, outcome);
	}

	/**
	 * Stop what is being evaluated; when nothing is, what earlier evaluations have left
	 * running.
	 * @param sentence why, for the person at the other end
	 * @return whether there was something to stop
	 */
	public boolean interrupt(String sentence) {
		StopCause cause = new StopCause(StopCause.Kind.INTERRUPTED, sentence);
		return this.orders.stop(cause, this.current) || this.leftRunning.stop(cause);
	}

	/**
	 * Stop what is being evaluated, and nothing else.
	 * @param sentence why, for the person at the other end
	 * @return whether there was something to stop
	 */
	public boolean interruptCurrent(String sentence) {
		return this.orders.stop(new StopCause(StopCause.Kind.INTERRUPTED, sentence), this.current);
	}

	/**
	 * Stop what was sent before an interrupt that came with the input: what is being
	 * evaluated, or else the next form if that was sent before, or else what earlier
	 * evaluations have left running. To be called when what came before it has been added
	 * to the input; after that, {@link #INTERRUPT_MARK} has to be.
	 * @param sentence why, for the person at the other end
	 */
	public void interruptBefore(String sentence) {
		StopCause cause = new StopCause(StopCause.Kind.INTERRUPTED, sentence);
		if (!this.orders.stopBeforeMark(cause, this.current)) {
			this.leftRunning.stop(cause);
		}
	}

	/**
	 * Stop what is being evaluated and what earlier evaluations have left running, and
	 * evaluate nothing more: the session is over.
	 * @param sentence why
	 */
	public void end(String sentence) {
		StopCause cause = new StopCause(StopCause.Kind.INTERRUPTED, sentence);
		this.orders.end(cause, this.current);
		this.leftRunning.stop(cause);
	}

	/**
	 * Whether a prompt is due: the next character would begin a line, or the line that it
	 * belongs to was given up.
	 * @return whether a prompt is due
	 */
	public boolean isPromptDue() {
		return !this.orders.isEnded() && (this.lineAbandoned || this.reader.atLineStart());
	}

	/**
	 * Whether it was ended, so that nothing more is evaluated.
	 * @return whether the session is over
	 */
	public boolean isOver() {
		return this.orders.isEnded();
	}

	/**
	 * Why it was ended.
	 * @return the sentence, or {@code null} while it goes on
	 */
	public @Nullable String endedBecause() {
		return this.orders.endedBecause();
	}

	/**
	 * The prompt's text.
	 * @return for example {@code user=> }
	 */
	public String prompt() {
		// somebody else may have named it
		return VisibleText.line(this.engine.namespace()) + this.mark + "=> ";
	}

	/**
	 * Have the prompt show a state that lasts across forms.
	 * @param mark a character or two, such as {@code *} for an open transaction; empty
	 * for none
	 */
	public void mark(String mark) {
		this.mark = mark;
	}

	/**
	 * The namespace that the session is in.
	 * @return its name
	 */
	public String namespace() {
		return this.engine.namespace();
	}

	/**
	 * How many evaluations are over.
	 * @return the number
	 */
	public long count() {
		return this.count;
	}

	/**
	 * What is being evaluated now.
	 * @return the evaluation without an outcome, or {@code null} when the session waits
	 * for input
	 */
	public @Nullable EvaluationSummary running() {
		RunningEvaluation evaluation = this.current;
		EvaluationIntent intent = (evaluation != null) ? evaluation.intent() : null;
		if (evaluation == null || intent == null) {
			return null;
		}
		return EvaluationSummary.running(intent, Duration.ofNanos(evaluation.clock().elapsedNanos()),
				evaluation.isStuck());
	}

	/**
	 * Whether a form has begun and is not over.
	 * @return whether the session is busy
	 */
	public boolean isBusy() {
		RunningEvaluation evaluation = this.current;
		return evaluation != null && evaluation.hasBegun() && !evaluation.scope().isBodyOver();
	}

	/**
	 * Whether a form has begun whose outcome isn't reported yet, so that the session's
	 * own thread still has something to say.
	 * @return whether there is one
	 */
	public boolean isUnfinished() {
		RunningEvaluation evaluation = this.current;
		return evaluation != null && evaluation.hasBegun();
	}

	/**
	 * Whether the session can't go on without more input: between forms, inside one, or
	 * because what is evaluated reads it.
	 * @return whether it waits
	 */
	public boolean isAwaitingInput() {
		return this.requests.isWaiting();
	}

	/**
	 * The last evaluations, oldest first.
	 * @return at most twenty
	 */
	public List<EvaluationSummary> recent() {
		synchronized (this.recent) {
			return List.copyOf(this.recent);
		}
	}

	/**
	 * Where the main thread of what is being evaluated is.
	 * @return its stack, innermost first; empty when nothing is evaluated
	 */
	public StackTraceElement[] stack() {
		RunningEvaluation evaluation = this.current;
		if (evaluation == null || !evaluation.hasBegun()) {
			return new StackTraceElement[0];
		}
		List<Thread> threads = evaluation.threads();
		return threads.isEmpty() ? new StackTraceElement[0] : threads.get(0).getStackTrace();
	}

	/**
	 * When what is being evaluated began.
	 * @return the time, or {@code null} when nothing is
	 */
	public @Nullable Instant busySince() {
		RunningEvaluation evaluation = this.current;
		return (evaluation != null && evaluation.hasBegun()) ? evaluation.at() : null;
	}

	private StopCause outputLimit() {
		return new StopCause(StopCause.Kind.OUTPUT, "It printed more than " + this.evaluator.limits().output()
				+ " characters (repl.limits.output). Raise the property, or print less.");
	}

}
