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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.runtime.EngineSession;
import dev.replboot.runtime.StopCause;
import dev.replboot.text.VisibleText;

/**
 * The evaluations of one session, one after the other.
 */
@Internal
public final class EvaluationSession {

	/**
	 * Stands in the input where an interrupt came.
	 */
	public static final char INTERRUPT_MARK = 3;

	private final EvaluationOrigin origin;

	private final EngineSession engine;

	private final RequestReader requests;

	private final SessionActivity activity = new SessionActivity();

	private final LeftRunning leftRunning;

	private final StopRequests orders = new StopRequests();

	private final SessionSteps steps;

	private final TypedForms typed;

	private volatile String mark = "";

	EvaluationSession(Evaluator evaluator, EvaluationOrigin origin, EngineSession engine, Reader characters,
			OutputStreams console, Consumer<String> notices) {
		this.origin = origin;
		this.engine = engine;
		this.leftRunning = new LeftRunning(notices);
		this.requests = new RequestReader(characters, evaluator.limits().request(), this.orders);
		this.steps = new SessionSteps(evaluator, origin, engine, this.requests, this.orders, this.activity,
				this.leftRunning, console);
		this.typed = this.steps.typed();
	}

	/**
	 * Read, evaluate and print one form. Blocks until one comes. Never throws because of
	 * the form.
	 * @return how the step ended
	 */
	public EvaluationSteps.Step step() {
		return this.steps.step();
	}

	/**
	 * Begin to evaluate a text that came as a whole; the session's input is only
	 * {@code *in*} for it.
	 * @param text the text
	 * @return its evaluation, to be stepped through by one thread
	 */
	public EvaluationSteps evaluate(EvaluationRequest text) {
		return this.steps.of(text);
	}

	/**
	 * The input comes from where nobody reads the errors before they go on: the first
	 * form that can't be read ends it.
	 */
	public void endAtUnreadable() {
		this.typed.endAtUnreadable();
	}

	/**
	 * No more input will come than what has.
	 */
	public void inputEnded() {
		this.requests.end();
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
		this.typed.dropEndOfLine();
	}

	EngineSession copyOfEngine() {
		return this.engine.copy();
	}

	/**
	 * Stop what is being evaluated; when nothing is, what earlier evaluations have left
	 * running.
	 * @param sentence why, for the person at the other end
	 * @return whether there was something to stop
	 */
	public boolean interrupt(String sentence) {
		StopCause cause = new StopCause(StopCause.Kind.INTERRUPTED, sentence);
		return this.orders.stop(cause, this.activity.current()) || this.leftRunning.stop(cause);
	}

	/**
	 * Stop what is being evaluated, and nothing else.
	 * @param sentence why, for the person at the other end
	 * @return whether there was something to stop
	 */
	public boolean interruptCurrent(String sentence) {
		return this.orders.stop(new StopCause(StopCause.Kind.INTERRUPTED, sentence), this.activity.current());
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
		if (!this.orders.stopBeforeMark(cause, this.activity.current())) {
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
		this.orders.end(cause, this.activity.current());
		this.leftRunning.stop(cause);
	}

	/**
	 * Whether a prompt is due: the next character would begin a line, or the line that it
	 * belongs to was given up.
	 * @return whether a prompt is due
	 */
	public boolean isPromptDue() {
		return !this.orders.isEnded() && (this.typed.isAtLineStart());
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
	 * What the session evaluates, and what it has evaluated.
	 * @return its activity, which goes on while it is looked at
	 */
	public SessionActivity activity() {
		return this.activity;
	}

	/**
	 * Whether the session can't go on without more input: between forms, inside one, or
	 * because what is evaluated reads it.
	 * @return whether it waits
	 */
	public boolean isAwaitingInput() {
		return this.requests.isWaiting();
	}

}
