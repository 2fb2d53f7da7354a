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

package dev.replboot.twin;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.replboot.access.Peer;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.eval.EvaluationSession;
import dev.replboot.lifecycle.OpenedRepl;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.listener.ReplListener;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionControl;
import dev.replboot.session.SessionRegistry;
import dev.replboot.text.VisibleText;
import dev.replboot.twin.console.Dialogue;
import dev.replboot.twin.console.PlainDialogue;
import dev.replboot.twin.console.TerminalDialogue;

/**
 * The standard streams of a twin as the REPL's way in: forms from standard input, values
 * to standard output, everything else to standard error.
 */
final class TwinConsole implements ReplListener, SessionControl {

	static final String PROTOCOL = "twin";

	private static final int GRACE_SECONDS = 3;

	private final TwinOptions options;

	private final PrintStream values;

	private final PrintStream messages;

	private final boolean terminal;

	private final CountDownLatch over = new CountDownLatch(1);

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile @Nullable Services services;

	private volatile @Nullable Dialogue dialogue;

	private volatile @Nullable EvaluationSession evaluations;

	TwinConsole(TwinOptions options, PrintStream values, PrintStream messages) {
		this.options = options;
		this.values = values;
		this.messages = messages;
		this.terminal = isTerminal(options);
	}

	private static Charset charset() {
		String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
		return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
	}

	/**
	 * Whether a person is at the other end.
	 * @param options what the command line asks for
	 * @return whether forms come from a terminal and values go to one
	 */
	static boolean isTerminal(TwinOptions options) {
		return options.eval() == null && options.script() == null && !options.listenOnly() && isTerminal();
	}

	/**
	 * Whether the log would get between what that person types.
	 * @param options what the command line asks for
	 * @return whether standard error is the terminal as well; {@code false} where that
	 * can't be told
	 */
	static boolean isLogOnTerminal(TwinOptions options) {
		Path input = Path.of("/proc/self/fd/0");
		Path error = Path.of("/proc/self/fd/2");
		try {
			return isTerminal(options) && Files.exists(error)
					&& Files.readSymbolicLink(error).equals(Files.readSymbolicLink(input));
		}
		catch (IOException ex) {
			return false;
		}
	}

	// from JDK 22 on there may be a console without a terminal, which tells so itself
	private static boolean isTerminal() {
		java.io.Console console = System.console();
		if (console == null) {
			return false;
		}
		try {
			return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
		}
		catch (ReflectiveOperationException ex) {
			return true;
		}
	}

	@Override
	public String protocol() {
		return PROTOCOL;
	}

	@Override
	public Bound bind(Services services) {
		this.services = services;
		return new Bound() {

			@Override
			public ListenerAddress address() {
				return ListenerAddress.ofPath(PROTOCOL, "stdin", List.of());
			}

			@Override
			public void close() {
				// the standard streams are the process's
				TwinConsole.this.closed.countDown();
			}

		};
	}

	/**
	 * Say where else forms are taken, if anywhere, and with which token: on the terminal
	 * itself, as standard error may be a file.
	 * @param opened the REPL
	 */
	void announce(OpenedRepl opened) {
		List<ListenerAddress> listeners = opened.listeners()
			.stream()
			.filter((listener) -> !listener.protocol().equals(PROTOCOL))
			.toList();
		if (listeners.isEmpty()) {
			return;
		}
		if (this.terminal) {
			this.values.println(";; The token is " + opened.token() + ".");
		}
		else {
			notice("The token is in " + TokenFile.write(opened.token()) + ".");
		}
		for (ListenerAddress listener : listeners) {
			notice(listener.protocol() + ':');
			listener.connect().forEach(this::notice);
		}
	}

	/**
	 * Evaluate what is to be evaluated, or wait while others do.
	 * @param principal who is at the console
	 * @param peer the operating system's user who is
	 * @return the exit status
	 * @throws IOException if the script can't be read or standard output is closed
	 * @throws InterruptedException if the wait is interrupted
	 */
	int run(ReplPrincipal principal, Peer peer) throws IOException, InterruptedException {
		Services needed = this.services;
		if (needed == null) {
			throw new IllegalStateException("The REPL is closed");
		}
		if (this.options.listenOnly()) {
			notice("It listens until its lease ends, or until kill " + ProcessHandle.current().pid() + ".");
			this.closed.await();
			return 0;
		}
		int status = evaluate(needed, principal, peer);
		if (this.options.listen() && !this.terminal) {
			notice("The input is over, so the twin ends. --repl.twin.listen=only reads none and stays.");
		}
		return status;
	}

	private int evaluate(Services needed, ReplPrincipal principal, Peer peer) throws IOException {
		try (Dialogue dialogue = dialogue()) {
			this.dialogue = dialogue;
			SessionRegistry.Request request = new SessionRegistry.Request(principal, PROTOCOL, peer, dialogue.input(),
					dialogue.console(), this);
			ReplSession session = needed.sessions().start(request, needed.evaluator());
			this.evaluations = session.evaluations();
			try {
				needed.greeting().lines(session).stream().filter((line) -> this.terminal).forEach(this::notice);
				boolean succeeded = dialogue.run(session.evaluations());
				if (!succeeded && this.options.endsAtFailure()) {
					notice("A form failed, so forms behind it are not evaluated, and the exit status is 1."
							+ " --repl.twin.keep-going evaluates them all the same.");
				}
				return status(succeeded);
			}
			finally {
				session.evaluations().end("The session is over.");
				needed.sessions().ended(session);
			}
		}
		finally {
			this.dialogue = null;
			this.over.countDown();
		}
	}

	private int status(boolean succeeded) {
		return (!succeeded && (this.options.strict() || this.options.endsAtFailure())) ? 1 : 0;
	}

	private Dialogue dialogue() throws IOException {
		if (this.terminal && isEditable()) {
			try {
				return TerminalDialogue.open();
			}
			catch (IOException | LinkageError ex) {
				// or the application brings another JLine
				notice("Lines can't be edited here, which takes stty and JLine 4: " + ex.getMessage());
			}
		}
		return new PlainDialogue(TwinInput.of(this.options, this.terminal ? charset() : StandardCharsets.UTF_8),
				this.values, this.messages, charset(), this.terminal, this.options.endsAtFailure());
	}

	private static boolean isEditable() {
		String kind = System.getenv("TERM");
		return kind != null && !kind.equals("dumb")
				&& ClassUtils.isPresent("org.jline.reader.LineReader", TwinConsole.class.getClassLoader());
	}

	@Override
	public void notice(String sentence) {
		Dialogue open = this.dialogue;
		if (open != null) {
			open.notice(sentence);
		}
		else {
			this.messages.println(";; " + VisibleText.line(sentence));
		}
	}

	@Override
	public void end(String sentence) {
		EvaluationSession session = this.evaluations;
		if (session != null) {
			session.end(sentence);
		}
		notice(sentence);
		Thread exit = new Thread(this::exitUnlessOver, "repl-twin-exit");
		exit.setDaemon(true);
		exit.start();
	}

	// nothing interrupts a read of standard input, and nothing else is left to wait for
	private void exitUnlessOver() {
		try {
			if (!this.over.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
				if (this.terminal) {
					// after the prompt
					this.values.println();
				}
				System.exit(status(false));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
