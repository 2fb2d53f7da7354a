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
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalExt;
import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationRequest;
import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.EvaluationSteps;
import dev.replboot.eval.OutputStreams;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepSettings;
import dev.replboot.text.VisibleText;

/**
 * A person at a terminal, who edits forms before they are evaluated. Needs JLine.
 */
public final class TerminalDialogue implements Dialogue {

	private static final String PRINTER = "repl.kit.table/print-on-terminal";

	private static final String INTERRUPTED = "It was interrupted by Ctrl-C.";

	private static final int NARROWEST = 40;

	private static final Size USUAL = Size.of(80, 24);

	private final Terminal terminal;

	private final LineReader reader;

	private final FormParser parser;

	private final NameCompleter names;

	private final AboveWriter writer;

	private final PrintStream out = System.out;

	private final PrintStream err = System.err;

	private volatile @Nullable EvaluationSession session;

	private TerminalDialogue(Terminal terminal, LineReader reader, FormParser parser, NameCompleter names) {
		this.terminal = terminal;
		this.reader = reader;
		this.parser = parser;
		this.names = names;
		this.writer = new AboveWriter(reader, this.err);
		terminal.handle(Terminal.Signal.INT, (signal) -> interrupt());
	}

	private void interrupt() {
		EvaluationSession interrupted = this.session;
		if (interrupted != null) {
			if (interrupted.activity().isBusy()) {
				// the terminal shows ^C
				this.terminal.writer().println();
			}
			interrupted.interrupt(INTERRUPTED);
		}
	}

	/**
	 * Take over the terminal.
	 * @return the dialogue
	 * @throws IOException if lines can't be edited on it, with the reason
	 */
	public static TerminalDialogue open() throws IOException {
		Terminal terminal = terminal();
		Path history = null;
		String problem = null;
		try {
			history = HistoryFile.prepare(Path.of(System.getProperty("user.home", "")));
		}
		catch (IOException ex) {
			problem = "What is typed is not kept for the next time: " + ex.getMessage() + ".";
		}
		TerminalDialogue dialogue = on(terminal, history);
		dialogue.takeLog();
		if (problem != null) {
			dialogue.notice(problem);
		}
		return dialogue;
	}

	/**
	 * Edit lines on a terminal.
	 * @param terminal the terminal
	 * @param history where forms are kept, or {@code null}
	 * @return the dialogue
	 */
	static TerminalDialogue on(Terminal terminal, @Nullable Path history) {
		FormParser parser = new FormParser();
		NameCompleter names = new NameCompleter();
		LineReaderBuilder builder = LineReaderBuilder.builder()
			.terminal(terminal)
			.appName("repl")
			.parser(parser)
			.completer(names)
			// an exclamation mark is part of Clojure's names
			.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
			.option(LineReader.Option.INSERT_TAB, false)
			.variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P   ");
		if (history != null) {
			builder.variable(LineReader.HISTORY_FILE, history);
		}
		return new TerminalDialogue(terminal, builder.build(), parser, names);
	}

	private static Terminal terminal() throws IOException {
		try {
			// without native libraries: the system's own stty does it
			Terminal terminal = TerminalBuilder.builder()
				.system(true)
				.provider("exec")
				.dumb(false)
				.graphemeCluster(false)
				.nativeSignals(true)
				.build();
			if (terminal.getSize().getColumns() <= 0 || terminal.getSize().getRows() <= 0) {
				// as some have it at first: nothing that is typed would be seen
				terminal.setSize(USUAL);
			}
			return terminal;
		}
		catch (IllegalStateException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

	// or else the log would be written across the line that is being edited
	private void takeLog() {
		if (((TerminalExt) this.terminal).getProvider().isSystemStream(SystemStream.Error)) {
			Charset charset = this.terminal.encoding();
			PrintStream log = new PrintStream(new AboveStream(this.writer, charset), true, charset);
			System.setOut(log);
			System.setErr(log);
		}
	}

	@Override
	public Reader input() {
		return new Lines();
	}

	@Override
	public OutputStreams console() {
		return OutputStreams.of(this.writer);
	}

	@Override
	public boolean run(EvaluationSession session) throws IOException {
		this.session = session;
		boolean succeeded = true;
		String text = forms(session);
		while (text != null && !text.strip().equals(":repl/quit")) {
			session.dropEndOfLine();
			succeeded &= evaluate(session, text);
			this.writer.flush();
			text = forms(session);
		}
		return succeeded;
	}

	// a text that can't be read to its end is not read any further
	private boolean evaluate(EvaluationSession session, String text) throws IOException {
		StepSettings settings = new StepSettings(StepSettings.Source.NONE, PRINTER, looks(), null, null,
				(choice, problem) -> notice(problem));
		EvaluationSteps evaluation = session
			.evaluate(new EvaluationRequest(text, 1, 1, settings, this.writer, this.writer, this.writer));
		boolean succeeded = true;
		EvaluationSteps.Step step = evaluation.step();
		while (step.stop() == null && step.result().kind() != StepResult.Kind.EXIT) {
			succeeded &= step.result().kind() != StepResult.Kind.ERROR;
			step = evaluation.step();
		}
		if (step.stop() != null) {
			this.writer.write("Evaluation stopped: " + step.stop().sentence() + "\n");
		}
		return succeeded && step.stop() == null;
	}

	// a form may ask for anything, also for what must not be kept
	private void formsOnly(boolean forms) {
		this.parser.lines(!forms);
		this.reader.setVariable(LineReader.DISABLE_HISTORY, !forms);
	}

	private Map<String, Object> looks() {
		int width = this.terminal.getSize().getColumns();
		Object style = (System.getenv("NO_COLOR") == null) ? new TableStyle(this.terminal) : TableStyle.NONE;
		return (width >= NARROWEST) ? Map.of("style", style, "width", width) : Map.of("style", style);
	}

	private @Nullable String forms(EvaluationSession session) {
		this.names.session(session);
		try {
			while (!session.isOver()) {
				try {
					return this.reader.readLine(session.prompt());
				}
				catch (UserInterruptException ex) {
					// what was typed is dropped, and a new prompt comes
				}
			}
			return null;
		}
		catch (EndOfFileException ex) {
			return null;
		}
		finally {
			this.names.session(null);
		}
	}

	@Override
	public void notice(String sentence) {
		this.writer.write(";; " + VisibleText.line(sentence) + "\n");
		this.writer.flush();
	}

	@Override
	public void close() throws IOException {
		this.session = null;
		System.out.flush();
		System.setOut(this.out);
		System.setErr(this.err);
		this.writer.flush();
		this.terminal.close();
	}

	/**
	 * What forms read while they are evaluated.
	 */
	private final class Lines extends Reader {

		private String line = "";

		@Override
		public int read(char[] buffer, int offset, int length) throws IOException {
			if (this.line.isEmpty()) {
				TerminalDialogue.this.writer.flush();
				formsOnly(false);
				try {
					this.line = TerminalDialogue.this.reader.readLine() + "\n";
				}
				catch (EndOfFileException ex) {
					return -1;
				}
				catch (UserInterruptException ex) {
					interrupt();
					throw new InterruptedIOException(INTERRUPTED);
				}
				finally {
					formsOnly(true);
				}
			}
			int read = Math.min(length, this.line.length());
			this.line.getChars(0, read, buffer, offset);
			this.line = this.line.substring(read);
			return read;
		}

		@Override
		public boolean ready() {
			return !this.line.isEmpty();
		}

		@Override
		public void close() {
			// the terminal is the dialogue's
		}

	}

}
