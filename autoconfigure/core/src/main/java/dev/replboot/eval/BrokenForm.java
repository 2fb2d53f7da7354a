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
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.FormReader;

/**
 * Drops what belongs to a form that couldn't be read, so that no part of it is ever taken
 * for a form of its own: in {@code (when false {:a} (f))} that would evaluate
 * {@code (f)}.
 * <p>
 * Whatever arrives before the first character of the error is sent is dropped, because
 * nobody can have answered yet. Whatever arrives later is an answer, unless the form or
 * its line goes on, because pasted text arrives in pieces. In that case, the input is
 * held. Input that ends the form or the line is dropped. If no more input arrives for
 * {@link #QUIET}, the user has given the form up, and the held input is read as a new
 * form that was typed at the prompt.
 * <p>
 * Where there is no prompt nobody answers to the error, so all of the input is dropped,
 * as the rest of a script is.
 */
final class BrokenForm {

	/**
	 * How long the rest of a form is waited for. Longer than what a network holds back a
	 * part that it has lost, and shorter than what it takes to read an error and type.
	 */
	static final Duration QUIET = Duration.ofSeconds(1);

	private static final long PAUSE_NANOS = 2_000_000;

	private final RequestReader requests;

	private final StopRequests orders;

	private final Duration quiet;

	private FormScanner scanner = new FormScanner();

	private boolean open;

	private boolean lineOnly;

	private boolean toTheEnd;

	BrokenForm(RequestReader requests, StopRequests orders, Duration quiet) {
		this.requests = requests;
		this.orders = orders;
		this.quiet = quiet;
	}

	/**
	 * From now on all of the input behind a form that can't be read is dropped, whenever
	 * it comes.
	 */
	void dropToTheEnd() {
		this.toTheEnd = true;
	}

	/**
	 * Whether a part of the form, or of the line that it ends on, may still be to come.
	 * @return whether it isn't over
	 */
	boolean isOpen() {
		return this.open;
	}

	/**
	 * Drop what has been received behind a form that can't be read.
	 * @param form the form
	 * @param reader where the rest is
	 * @return what to tell the person, or {@code null} if there is nothing to tell
	 * @throws IOException if the input can't be read
	 */
	@Nullable String unreadable(UnreadableForm form, FormReader reader) throws IOException {
		this.scanner = new FormScanner().accept(form.text());
		DroppedInput dropped = this.toTheEnd ? dropAll(reader) : dropReceived(reader, false);
		String what = dropped.isBlank() ? ""
				: " " + dropped.words() + " behind the error " + (dropped.isOne() ? "was" : "were") + " dropped.";
		if (this.open && !this.lineOnly) {
			return form.sentence() + what
					+ " It isn't over: its rest is dropped as well, unless nothing comes for a second."
					+ " Ctrl-C gives it up.";
		}
		return what.isEmpty() ? null : form.sentence() + what;
	}

	/**
	 * Drop what has been received of a form that was stopped while it was read, and
	 * nothing behind it.
	 * @param consumed what has been consumed of the form
	 * @param reader where the rest is
	 * @throws IOException if the input can't be read
	 */
	void stopped(String consumed, FormReader reader) throws IOException {
		this.scanner = new FormScanner().accept(consumed);
		dropReceived(reader, true);
	}

	/**
	 * Drop a form that is too large, up to its end, whenever that comes, and what has
	 * been received behind it.
	 * @param consumed what has been consumed of the form
	 * @param reader where the rest is
	 * @return what to tell the person, or {@code null} if there is nothing to tell
	 * @throws IOException if the input can't be read
	 */
	@Nullable String tooLarge(String consumed, FormReader reader) throws IOException {
		FormScanner scanner = new FormScanner().accept(consumed);
		this.scanner = scanner;
		boolean skipped = this.orders.stoppable(() -> {
			int character = 0;
			while (!scanner.isThroughForm() && character != -1) {
				character = reader.read();
				if (character != -1) {
					scanner.accept(character);
				}
			}
		});
		DroppedInput dropped = (this.toTheEnd && skipped) ? dropAll(reader) : dropReceived(reader, !skipped);
		if (!skipped) {
			return "The rest of the form is no longer waited for.";
		}
		return dropped.isBlank() ? null
				: dropped.words() + " behind the form " + (dropped.isOne() ? "was" : "were") + " dropped.";
	}

	private DroppedInput dropAll(FormReader reader) throws IOException {
		DroppedInput dropped = new DroppedInput();
		this.orders.stoppable(() -> {
			for (int character = reader.read(); character != -1; character = reader.read()) {
				dropped.add(character);
			}
		});
		this.open = false;
		return dropped;
	}

	// no more than what had come before the client was told
	private DroppedInput dropReceived(FormReader reader, boolean formAlone) throws IOException {
		DroppedInput dropped = new DroppedInput();
		this.requests.markReceived();
		boolean ended = this.requests.hasEndedAtMark();
		// the end of what is there would count as a line's
		boolean lineOver = reader.atLineStart();
		this.requests.skipping(true);
		try {
			int character = 0;
			while (character != -1 && !(formAlone && this.scanner.isThroughForm())) {
				character = reader.read();
				if (character != -1) {
					this.scanner.accept(character);
					dropped.add(character);
					lineOver = character == '\n';
				}
			}
		}
		finally {
			this.requests.skipping(false);
			this.requests.forgetMark();
		}
		boolean over = formAlone ? this.scanner.isThroughForm() : this.scanner.isBetweenForms();
		// nobody answers within a line, so what is missing of it was sent with the form
		this.lineOnly = over && !formAlone && !lineOver;
		this.open = !ended && (!over || this.lineOnly);
		return dropped;
	}

	/**
	 * Wait until the rest of the form, or of its line, has come or was given up. What was
	 * held then is given back to the input.
	 * @return what to tell the person, or {@code null} if there is nothing to tell
	 * @throws IOException if the input can't be read
	 */
	@Nullable String awaitRest() throws IOException {
		this.open = false;
		StringBuilder held = new StringBuilder();
		DroppedInput dropped = new DroppedInput();
		this.requests.holding(true);
		try {
			int last = RequestReader.MARK;
			long since = System.nanoTime();
			while (!this.orders.isEnded()) {
				// looked at before the last characters are
				boolean ended = this.requests.hasEnded();
				int character = this.requests.poll();
				if (character == RequestReader.MARK) {
					this.requests.passMark();
					return sentence(dropped);
				}
				if (character >= 0) {
					if (this.lineOnly && last == '\r' && character != '\n') {
						this.requests.giveBack(Character.toString(character));
						return sentence(dropped);
					}
					since = System.nanoTime();
					last = character;
					this.scanner.accept(character);
					dropped.add(character);
					hold(held, character);
					if (endsLine(character)) {
						return sentence(dropped);
					}
				}
				else if (ended || last == '\n' && this.scanner.isBetweenForms()) {
					return sentence(dropped);
				}
				else if (!this.toTheEnd && System.nanoTime() - since > this.quiet.toNanos()) {
					return isWhole(last) ? sentence(dropped) : giveBack(held, dropped);
				}
				else {
					LockSupport.parkNanos(PAUSE_NANOS);
				}
			}
			return null;
		}
		finally {
			this.requests.holding(false);
		}
	}

	// a form that begins on the line and goes on behind it is dropped to its own end
	private boolean endsLine(int character) {
		boolean end = this.lineOnly && character == '\n';
		this.lineOnly = this.lineOnly && !(end && !this.scanner.isBetweenForms());
		return end && this.lineOnly;
	}

	// whether what was waited for came, though its line has no end
	private boolean isWhole(int last) {
		return this.lineOnly ? last == '\r' : last >= 0 && this.scanner.isBetweenForms();
	}

	private @Nullable String sentence(DroppedInput dropped) {
		return dropped.sentence(this.lineOnly ? "line" : "rest");
	}

	private void hold(StringBuilder held, int character) {
		if (held.length() <= this.requests.limit()) {
			held.append((char) character);
		}
	}

	private @Nullable String giveBack(StringBuilder held, DroppedInput dropped) {
		if (held.length() > this.requests.limit()) {
			return sentence(dropped);
		}
		this.requests.giveBack(held);
		return null;
	}

}
