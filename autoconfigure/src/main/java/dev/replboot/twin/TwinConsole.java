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

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.Peer;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.eval.Console;
import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.TextEvaluation;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.listener.ReplListener;
import dev.replboot.runtime.StepResult;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionControl;
import dev.replboot.session.SessionRegistry;

/**
 * The standard streams of a twin as the REPL's way in: forms from standard input, values
 * to standard output, everything else to standard error.
 */
final class TwinConsole implements ReplListener, SessionControl {

	static final String PROTOCOL = "twin";

	private final TwinOptions options;

	private final Writer values;

	private final PrintStream messages;

	private final boolean terminal;

	private volatile @Nullable Services services;

	private volatile @Nullable EvaluationSession evaluations;

	TwinConsole(TwinOptions options, PrintStream values, PrintStream messages) {
		this.options = options;
		Charset charset = charset();
		this.values = new OutputStreamWriter(values, charset);
		this.messages = messages;
		this.terminal = options.eval() == null && options.script() == null && isTerminal();
	}

	private static Charset charset() {
		String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
		return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
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
			}

		};
	}

	void announce(ListenerAddress listener, String token) {
		notice(listener.protocol() + ", token " + token + ":");
		listener.connect().forEach(this::notice);
	}

	/**
	 * Evaluate what is to be evaluated.
	 * @param principal who is at the console
	 * @return the exit status
	 * @throws IOException if the script can't be read or standard output is closed
	 */
	int run(ReplPrincipal principal) throws IOException {
		Services needed = this.services;
		if (needed == null) {
			throw new IllegalStateException("The REPL is closed");
		}
		try (Reader input = input(); Writer err = new OutputStreamWriter(this.messages, charset())) {
			Console console = this.terminal ? Console.of(this.values) : new Console(err, err, this.values, null);
			SessionRegistry.Request request = new SessionRegistry.Request(principal, PROTOCOL,
					new Peer("standard input", principal.name(), null), input, console, this);
			ReplSession session = needed.sessions().start(request, needed.evaluator());
			this.evaluations = session.evaluations();
			try {
				needed.greeting().lines(session).stream().filter((line) -> this.terminal).forEach(this::notice);
				return evaluate(session.evaluations());
			}
			finally {
				session.evaluations().end("The session is over.");
				needed.sessions().ended(session);
			}
		}
	}

	private Reader input() throws IOException {
		if (this.options.eval() != null) {
			return new StringReader(this.options.eval());
		}
		if (this.options.script() != null) {
			Path script = Path.of(this.options.script());
			if (!Files.isReadable(script)) {
				throw new IOException("There is no file " + script.toAbsolutePath()
						+ " that can be read (--repl.twin.script). Check its path.");
			}
			return Files.newBufferedReader(script);
		}
		InputStream in = new FileInputStream(FileDescriptor.in);
		return new InputStreamReader(in, this.terminal ? charset() : StandardCharsets.UTF_8);
	}

	private int evaluate(EvaluationSession session) throws IOException {
		boolean failed = false;
		prompt(session, this.terminal);
		TextEvaluation.Step step = session.step();
		while (step.result().kind() != StepResult.Kind.EXIT) {
			failed |= step.result().kind() == StepResult.Kind.ERROR || step.stop() != null;
			this.values.flush();
			prompt(session, this.terminal && session.isPromptDue());
			step = session.step();
		}
		this.values.flush();
		failed |= step.stop() != null;
		return (failed && this.options.strict()) ? 1 : 0;
	}

	private void prompt(EvaluationSession session, boolean due) throws IOException {
		if (due) {
			this.values.write(session.prompt());
			this.values.flush();
		}
	}

	@Override
	public void notice(String sentence) {
		this.messages.println(";; " + sentence);
	}

	@Override
	public void end(String sentence) {
		notice(sentence);
		EvaluationSession session = this.evaluations;
		if (session != null) {
			session.end(sentence);
		}
	}

}
