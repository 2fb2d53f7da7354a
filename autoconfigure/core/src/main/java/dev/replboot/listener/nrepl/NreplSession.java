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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.OutputStreams;
import dev.replboot.runtime.stop.Takings;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionControl;
import dev.replboot.session.SessionRegistry;

/**
 * One nREPL session: does what was sent to it one after the other on a thread of its own.
 */
final class NreplSession implements SessionControl, Runnable {

	/**
	 * What an interrupted evaluation was stopped for.
	 */
	static final String INTERRUPTED = "It was interrupted by the client.";

	private static final Log logger = LogFactory.getLog(NreplSession.class);

	private final String name;

	private final NreplConnection connection;

	private final NreplConnection.Context context;

	private final NreplOutput output;

	private final StdinPipe stdin = new StdinPipe(this::needInput);

	private final WaitingTasks waiting = new WaitingTasks();

	private final ReplSession session;

	private final int outLimit;

	private final ForwardedOutput systemOutput = new ForwardedOutput();

	private @Nullable NreplTask current;

	private volatile @Nullable NreplTask last;

	private boolean started;

	private @Nullable String closed;

	private final List<NreplMessage> closing = new ArrayList<>();

	private boolean over;

	private NreplSession(String name, CloneRequest clone, NreplConnection connection, NreplConnection.Context context,
			@Nullable NreplSession template) {
		this.name = name;
		this.outLimit = (clone.outLimit() > 0) ? clone.outLimit()
				: (template != null) ? template.outLimit : PrintChoices.DEFAULT_BUFFER;
		this.connection = connection;
		this.context = context;
		this.output = new NreplOutput(context.connection().output());
		SessionRegistry.Request request = new SessionRegistry.Request(context.principal(), NreplReplListener.PROTOCOL,
				context.connection().peer(), this.stdin, OutputStreams.of(context.connection().output()), this,
				(template != null) ? template.evaluations() : null, clone.client());
		this.session = context.services().sessions().start(request, context.services().evaluator());
	}

	static NreplSession start(String name, CloneRequest clone, NreplConnection connection,
			NreplConnection.Context context, @Nullable NreplSession template) {
		NreplSession session = new NreplSession(name, clone, connection, context, template);
		Thread thread = new Thread(session, "repl-" + session.session.id());
		thread.setDaemon(true);
		try {
			thread.start();
		}
		catch (Throwable ex) {
			// no thread is to be had: nobody else would give the session back
			context.services().sessions().ended(session.session);
			throw ex;
		}
		session.startedNow();
		return session;
	}

	// the registry knows of a session before its constructor is through, so that it may
	// be ended before it can be
	private void startedNow() {
		String sentence;
		synchronized (this.waiting) {
			this.started = true;
			sentence = this.closed;
		}
		if (sentence != null) {
			this.connection.end(sentence);
			close(sentence);
		}
	}

	String name() {
		return this.name;
	}

	NreplOutput output() {
		return this.output;
	}

	/**
	 * How many characters of output are gathered when nobody flushes.
	 * @return what the client wants, or what nREPL has without that
	 */
	int outLimit() {
		return this.outLimit;
	}

	/**
	 * Send what the application prints, from now on until the session is over.
	 * @param request what the messages answer
	 */
	void forwardSystemOutput(NreplMessage request) {
		this.systemOutput.begin(new SystemOutputFeed(request, this.context.connection().output()));
		if (closedBecause() != null) {
			this.systemOutput.end();
		}
	}

	EvaluationSession evaluations() {
		return this.session.evaluations();
	}

	String namespace() {
		return evaluations().namespace();
	}

	List<String> greeting() {
		return this.context.services().greeting().lines(this.session);
	}

	/**
	 * Have something done.
	 * @param task what to do
	 * @return whether there was room for it
	 */
	boolean submit(NreplTask task) {
		synchronized (this.waiting) {
			boolean added = this.waiting.add(task);
			if (added) {
				this.waiting.notifyAll();
			}
			return added;
		}
	}

	@Override
	public void run() {
		try {
			for (NreplTask task = next(); task != null; task = next()) {
				this.connection.working(this, true);
				task.run();
				this.output.flushNow();
			}
		}
		catch (IOException ex) {
			logger.debug("The connection of REPL session " + this.session.id() + " is gone", ex);
		}
		catch (Throwable ex) {
			logger.error("REPL session " + this.session.id() + " failed and is ended", ex);
			notice("The session failed and is ended: " + ex + ". The application's log says more; clone another one.");
		}
		finally {
			this.systemOutput.end();
			this.output.flushNow();
			evaluations().end(Objects.requireNonNullElse(closedBecause(), "The session is over."));
			Takings.threadEnds();
			this.context.services().sessions().ended(this.session);
			this.connection.forget(this);
			answerClosing();
			this.connection.working(this, false);
		}
	}

	private void answerClosing() {
		List<NreplMessage> requests;
		synchronized (this.waiting) {
			this.over = true;
			requests = List.copyOf(this.closing);
		}
		try {
			for (NreplMessage request : requests) {
				this.output.send(closed(request));
			}
		}
		catch (IOException ex) {
			logger.debug("The connection of REPL session " + this.session.id() + " is gone", ex);
		}
	}

	static Map<String, Object> closed(NreplMessage request) {
		return request.status("done", "session-closed");
	}

	private @Nullable NreplTask next() throws InterruptedException {
		synchronized (this.waiting) {
			this.current = null;
			while (this.waiting.isEmpty() && this.closed == null) {
				this.waiting.wait();
			}
			NreplTask task = this.waiting.poll();
			if (task != null) {
				this.current = task;
				this.last = task;
			}
			return task;
		}
	}

	/**
	 * Stop what is evaluated, or what waits for its turn.
	 * @param request the interrupt, answered when it has stopped
	 * @return what it met
	 */
	InterruptResult interrupt(NreplMessage request) {
		String wanted = request.firstText("interrupt-id");
		// nothing else may become current in between: it would be stopped instead
		synchronized (this.waiting) {
			List<NreplTask> meant = tasks().filter((task) -> isMeant(task, wanted)).toList();
			if (meant.isEmpty()) {
				return (tasks().findAny().isEmpty()) ? InterruptResult.IDLE : InterruptResult.OTHER;
			}
			Optional<NreplTask> stopping = meant.stream().filter((task) -> task.interruptedBy(request)).findFirst();
			if (stopping.isEmpty()) {
				return InterruptResult.IDLE;
			}
			if (stopping.get() == this.current) {
				evaluations().interruptCurrent(INTERRUPTED);
			}
			return InterruptResult.STOPPING;
		}
	}

	private Stream<NreplTask> tasks() {
		return Stream.concat(Stream.ofNullable(this.current), this.waiting.stream());
	}

	private static boolean isMeant(NreplTask task, @Nullable String wanted) {
		return wanted == null || wanted.equals(Objects.toString(task.id(), null));
	}

	/**
	 * Give a client's input to what reads it.
	 * @param text the input; empty or {@code null} for an end of it
	 * @return whether there was room for it
	 */
	boolean input(@Nullable String text) {
		return this.stdin.add((text != null) ? text : "");
	}

	private void needInput() {
		NreplTask task = this.last;
		if (task != null) {
			task.needInput();
		}
	}

	boolean isWorking() {
		synchronized (this.waiting) {
			return this.current != null && !evaluations().isAwaitingInput();
		}
	}

	void tick() {
		this.systemOutput.send();
		synchronized (this.waiting) {
			NreplTask task = this.current;
			if (task != null && task.isInterrupted()) {
				// it may have been between two forms; what earlier messages have left
				// running goes on in any case
				evaluations().interruptCurrent(INTERRUPTED);
				if (this.session.isStuck()) {
					task.giveUp();
				}
			}
		}
	}

	@Override
	public void notice(String sentence) {
		NreplTask task = this.last;
		if (task != null) {
			task.notice(sentence);
		}
	}

	@Override
	public void end(String sentence) {
		synchronized (this.waiting) {
			if (!this.started) {
				this.closed = sentence;
				return;
			}
		}
		this.connection.end(sentence);
		close(sentence);
	}

	@Override
	public void retire(String sentence) {
		notice(sentence);
		close(sentence);
	}

	/**
	 * End this session alone.
	 * @param sentence why
	 */
	void close(String sentence) {
		close(sentence, null);
	}

	/**
	 * End this session alone. Its own thread gives it back: that may take as long as a
	 * database or a sink does, and whoever ends it may be the thread that serves all
	 * connections.
	 * @param sentence why
	 * @param request the message that asks for it, or {@code null}
	 * @return whether the request is answered when the session is given back; it isn't
	 * while something is evaluated, which may never stop
	 */
	boolean close(String sentence, @Nullable NreplMessage request) {
		boolean idle;
		synchronized (this.waiting) {
			this.closed = sentence;
			idle = this.current == null && !this.over;
			if (idle) {
				Stream.ofNullable(request).forEach(this.closing::add);
				// the session tells what becomes of its transaction before the connection
				// closes
				this.connection.working(this, true);
			}
			this.waiting.notifyAll();
		}
		this.systemOutput.end();
		evaluations().end(sentence);
		this.stdin.close();
		this.connection.forget(this);
		return idle;
	}

	/**
	 * End this session before it was of use to anybody: its place is free when this
	 * returns.
	 * @param sentence why
	 */
	void abandon(String sentence) {
		close(sentence);
		this.context.services().sessions().ended(this.session);
	}

	private @Nullable String closedBecause() {
		synchronized (this.waiting) {
			return this.closed;
		}
	}

}
