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

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.EvaluationStoppedError;
import dev.replboot.runtime.StepHooks;
import dev.replboot.runtime.StopCause;

/**
 * One evaluation from the first character of its form until its outcome.
 */
final class RunningEvaluation implements StepHooks {

	private final Evaluator evaluator;

	private final long id;

	private final EvaluationOrigin origin;

	private final EvaluationScope scope;

	private final EvaluationClock clock = new EvaluationClock();

	private final RequestReader requests;

	private final StopRequests orders;

	private final EffectiveLimits limits;

	private final Instant at = Instant.now();

	private final FormProvenance provenance;

	private final EvaluationNotes notes;

	private final long cpuBefore;

	private int line;

	private volatile @Nullable LimitedWriter printsTo;

	private volatile @Nullable PrintedValue printed;

	private long allocatedBefore;

	private volatile boolean begun;

	private volatile boolean stuck;

	private volatile long stoppedNanos;

	private volatile @Nullable EvaluationIntent intent;

	private volatile @Nullable Consumer<StopCause> stopListener;

	private @Nullable UnreadableForm unreadable;

	private boolean announced;

	private boolean readerRan;

	RunningEvaluation(Evaluator evaluator, long id, EvaluationOrigin origin, EvaluationScope scope,
			RequestReader requests, StopRequests orders, EffectiveLimits limits, FormProvenance provenance,
			EvaluationNotes notes) {
		this.evaluator = evaluator;
		this.id = id;
		this.origin = origin;
		this.scope = scope;
		this.requests = requests;
		this.orders = orders;
		this.limits = limits;
		this.provenance = provenance;
		this.notes = notes;
		this.cpuBefore = Math.max(0, scope.cpuNanos());
	}

	@Override
	public void reading() {
		this.allocatedBefore = this.scope.allocatedBytes();
		this.clock.start();
		this.requests.beginForm(this.clock, this::stopIfOver);
		this.begun = true;
		this.evaluator.begin(this);
		stopIfOver();
		StopCause due = this.orders.begun();
		if (due != null) {
			stop(due);
		}
	}

	@Override
	public void line(int line) {
		this.line = line;
	}

	@Override
	public void printing(@Nullable String type) {
		PrintedValue value = new PrintedValue(type);
		this.printed = value;
		if (this.printsTo != null) {
			this.printsTo.copyTo(value);
		}
	}

	// the writer that values are printed to; null when the step is over
	void printsTo(@Nullable LimitedWriter writer) {
		if (this.printsTo != null) {
			this.printsTo.copyTo(null);
		}
		this.printsTo = writer;
	}

	EvaluationDetails details() {
		PrintedValue value = this.printed;
		long cpu = this.scope.cpuNanos();
		return new EvaluationDetails((value != null) ? value.value() : null, (cpu < 0) ? -1 : cpu - this.cpuBefore,
				allocated(), this.notes.all());
	}

	@Override
	public void evaluating(String form, String namespace) {
		this.requests.endOfForm();
		evaluatingWhileReading(form, namespace);
		// what it reads is another form
		this.readerRan = false;
	}

	@Override
	public void evaluatingWhileReading(String form, String namespace) {
		requireGoingOn();
		this.requests.requireSmall(form);
		intend(form, namespace);
		// it may have taken long to record it
		requireGoingOn();
	}

	// stopped while it was read: nothing of it has run and nothing will
	private void requireGoingOn() {
		stopIfOver();
		StopCause cause = this.scope.stopCause();
		if (cause != null) {
			throw new EvaluationStoppedError(cause.sentence());
		}
	}

	// a process that was suspended comes here before anybody closes the REPL
	void stopIfOver() {
		StopCause over = this.evaluator.over(this.origin);
		if (over != null) {
			this.evaluator.stop(this, over);
		}
	}

	@Override
	public void waiting(boolean waiting) {
		if (waiting) {
			this.clock.pause();
		}
		else {
			this.clock.resume();
		}
	}

	@Override
	public void readerRunsCode() {
		this.readerRan = true;
	}

	@Override
	public void unreadable(String text, String namespace) {
		this.requests.endOfForm();
		this.unreadable = new UnreadableForm(text, isStopping(), false, this.readerRan);
		if (!isStopping()) {
			intend(text, namespace);
		}
	}

	@Override
	public void brokenInput(String text) {
		this.unreadable = new UnreadableForm(text, isStopping(), true, this.readerRan);
	}

	@Override
	public void failing() {
		if (this.unreadable != null && this.provenance == FormProvenance.TYPED) {
			this.requests.markReceived();
		}
	}

	private void intend(String form, String namespace) {
		EvaluationIntent intent = new EvaluationIntent(this.id, this.origin, form, namespace, this.at,
				this.provenance.tool(), this.provenance.file(), this.line, this.provenance.called());
		this.announced = false;
		this.evaluator.intended(intent, this.intent == null);
		this.intent = intent;
		this.announced = true;
	}

	@Override
	public boolean isAnnounced() {
		return this.announced;
	}

	@Override
	public boolean isStopping() {
		return this.scope.stopCause() != null;
	}

	boolean stop(StopCause cause) {
		// who begins to listen after this is told by the outcome
		Consumer<StopCause> listener = this.stopListener;
		if (!this.begun || !stopFirst(cause)) {
			return false;
		}
		if (listener != null) {
			listener.accept(cause);
		}
		return true;
	}

	// whoever repeats it doesn't make the first time later
	private synchronized boolean stopFirst(StopCause cause) {
		if (this.scope.stopCause() != null) {
			return false;
		}
		this.stoppedNanos = System.nanoTime();
		return this.scope.stop(cause);
	}

	boolean isStoppingStill() {
		return isStopping() && !this.scope.isBodyOver();
	}

	void onStop(Consumer<StopCause> listener) {
		this.stopListener = listener;
	}

	// what became of a transaction of its own, as a sentence
	@Nullable String transaction() {
		return (this.notes.all().get(EvaluationNotes.TRANSACTION) instanceof String sentence) ? sentence : null;
	}

	EvaluationOrigin origin() {
		return this.origin;
	}

	long id() {
		return this.id;
	}

	boolean hasBegun() {
		return this.begun;
	}

	EvaluationScope scope() {
		return this.scope;
	}

	EffectiveLimits limits() {
		return this.limits;
	}

	EvaluationClock clock() {
		return this.clock;
	}

	<T extends @Nullable Object> T call(Callable<T> body) throws Exception {
		try {
			return this.scope.call(body);
		}
		finally {
			this.clock.bodyIsOver(this.scope::workedNanos);
		}
	}

	long allocated() {
		long now = this.scope.allocatedBytes();
		return (now < 0) ? -1 : now - Math.max(0, this.allocatedBefore);
	}

	// what loading libraries takes has an allowance of its own
	long allocatedWithoutLibraries() {
		return allocated() - this.scope.libraryBytes();
	}

	long stoppingNanos() {
		return System.nanoTime() - this.stoppedNanos;
	}

	@Nullable EvaluationIntent intent() {
		return this.intent;
	}

	@Nullable UnreadableForm unreadable() {
		return this.unreadable;
	}

	Instant at() {
		return this.at;
	}

	boolean isTool() {
		return this.provenance.tool() != null;
	}

	boolean isStuck() {
		return this.stuck;
	}

	void markStuck() {
		this.stuck = true;
	}

	List<Thread> threads() {
		return this.scope.threads();
	}

}
