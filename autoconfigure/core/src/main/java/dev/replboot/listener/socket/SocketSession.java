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

package dev.replboot.listener.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.eval.EvaluationSession;
import dev.replboot.listener.Connection;
import dev.replboot.listener.ConnectionHandler;
import dev.replboot.listener.ConnectionWriter;
import dev.replboot.listener.DisconnectProbe;
import dev.replboot.listener.InputPipe;
import dev.replboot.listener.PipeReader;
import dev.replboot.listener.ReplListener.Services;
import dev.replboot.runtime.stop.Takings;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionControl;
import dev.replboot.session.SessionRegistry;

/**
 * One session over a socket: bytes come in on the thread that serves all connections,
 * forms are evaluated one after the other on a thread of the session's own.
 */
public final class SocketSession implements ConnectionHandler, SessionControl, Runnable {

	private static final Log logger = LogFactory.getLog(SocketSession.class);

	private static final String CTRL_C = "It was interrupted with Ctrl-C.";

	private static final byte[] MARK = { EvaluationSession.INTERRUPT_MARK };

	/**
	 * How often to look whether a client that can't be heard is still there.
	 */
	private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

	/**
	 * How long the connection stays open for what becomes of an evaluation that is
	 * stopped.
	 */
	private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final Connection connection;

	private final ConnectionWriter output;

	private final InputPipe input;

	private final TelnetBytes telnet = new TelnetBytes();

	private final Limits limits;

	private final SessionRegistry sessions;

	private final ReplSession session;

	private final DisconnectProbe peer;

	private final Object ending = new Object();

	private boolean started;

	private @Nullable String endedEarly;

	private volatile long lastInput = System.nanoTime();

	private long lastProbe = System.nanoTime();

	private boolean warnedOfStuck;

	private volatile boolean ended;

	private volatile long endedSince;

	private final Dialect dialect;

	private SocketSession(Services services, Connection connection, ReplPrincipal principal, String protocol,
			Limits limits, Dialect dialect) {
		this.connection = connection;
		this.output = connection.output();
		this.input = new InputPipe(connection::pauseInput);
		this.limits = limits;
		this.dialect = dialect;
		this.peer = new DisconnectProbe(connection.channel());
		SessionRegistry.Request request = new SessionRegistry.Request(principal, protocol, connection.peer(),
				new PipeReader(this.input), dialect.console(), this);
		this.sessions = services.sessions();
		this.session = this.sessions.start(request, services.evaluator());
	}

	/**
	 * Begin a session.
	 * @param services what it needs
	 * @param connection what it talks to
	 * @param principal whose it is
	 * @param protocol the protocol's name
	 * @param limits its limits
	 * @param dialect how it words what it says
	 * @return what handles the connection from now on
	 */
	public static ConnectionHandler start(Services services, Connection connection, ReplPrincipal principal,
			String protocol, Limits limits, Dialect dialect) {
		SocketSession session = new SocketSession(services, connection, principal, protocol, limits, dialect);
		Thread thread = new Thread(session, "repl-" + session.session.id());
		thread.setDaemon(true);
		try {
			thread.start();
		}
		catch (Throwable ex) {
			// no thread is to be had: nobody else would give the session back
			session.sessions.ended(session.session);
			throw ex;
		}
		session.startedNow();
		return session;
	}

	// the registry knows of a session before its constructor is through, so that it may
	// be
	// ended before it can be
	private void startedNow() {
		String sentence;
		synchronized (this.ending) {
			this.started = true;
			sentence = this.endedEarly;
		}
		if (sentence != null) {
			end(sentence);
		}
	}

	@Override
	public void run() {
		EvaluationSession evaluations = this.session.evaluations();
		try {
			this.dialect.begin(this.session);
			this.output.flushNow();
			while (this.dialect.step(evaluations)) {
				this.output.flushNow();
			}
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("The connection of REPL session " + this.session.id() + " is gone", ex);
		}
		catch (Throwable ex) {
			logger.error("REPL session " + this.session.id() + " failed and is ended", ex);
			notice("The session failed and is ended: " + ex + ". The application's log says more; connect again.");
		}
		finally {
			this.output.flushNow();
			evaluations.end("The session is over.");
			Takings.threadEnds();
			this.sessions.ended(this.session);
			this.connection.close();
			this.dialect.over();
		}
	}

	@Override
	public void received(ByteBuffer bytes) {
		this.lastInput = System.nanoTime();
		while (bytes.hasRemaining()) {
			ByteBuffer text = bytes.duplicate();
			int begin = text.position();
			boolean interrupted = this.telnet.filter(bytes, text, this::answerTelnet);
			this.input.put(text.limit(text.position()).position(begin));
			if (interrupted) {
				this.session.evaluations().interruptBefore(CTRL_C);
				this.input.put(ByteBuffer.wrap(MARK));
			}
		}
	}

	private void answerTelnet(byte[] answer) {
		if (this.dialect.speaksTelnet()) {
			this.output.offerBytes(answer);
		}
	}

	@Override
	public void inputEnded() {
		this.session.evaluations().inputEnded();
		this.input.end();
	}

	@Override
	public void closed() {
		this.session.evaluations().end("The connection was closed.");
		this.input.abort();
	}

	@Override
	public void tick(long nanoTime) {
		if (this.ended && nanoTime - this.endedSince > LAST_WORDS_NANOS) {
			this.connection.close();
			return;
		}
		EvaluationSession evaluations = this.session.evaluations();
		if (evaluations.activity().isBusy() && !evaluations.isAwaitingInput()) {
			this.lastInput = nanoTime;
			interruptIfGone(nanoTime);
			warnIfStuck();
		}
		else if (nanoTime - this.lastInput > this.limits.idle().toNanos()) {
			end("Nothing was sent for " + this.limits.idle().toSeconds() + " s (repl.limits.idle). Connect again.");
		}
	}

	// a client that goes away is noticed by reading, unless there is nothing left to be
	// read or no room for it
	private void interruptIfGone(long nanoTime) {
		boolean blind = this.connection.isInputEnded() || this.connection.isInputPaused();
		if (blind && nanoTime - this.lastProbe > PROBE_NANOS) {
			this.lastProbe = nanoTime;
			if (this.peer.isGone()) {
				this.session.evaluations().end("The connection was closed.");
			}
		}
	}

	private void warnIfStuck() {
		if (this.session.isStuck() && !this.warnedOfStuck) {
			this.warnedOfStuck = true;
			notice("The evaluation can't be stopped, because its code doesn't react. GET on the repl endpoint shows its"
					+ " stack. This session waits for it; connect again to get another one.");
		}
	}

	@Override
	public void notice(String sentence) {
		this.dialect.notice(sentence);
	}

	@Override
	public void end(String sentence) {
		synchronized (this.ending) {
			if (!this.started) {
				this.endedEarly = sentence;
				return;
			}
		}
		notice(sentence);
		this.session.evaluations().end(sentence);
		this.endedSince = System.nanoTime();
		this.ended = true;
		// its own thread gives it back: that may take as long as a database or a sink
		// does, and whoever ends it may be the thread that serves all connections
		this.input.abort();
	}

	/**
	 * Limits of a session.
	 *
	 * @param idle how long nothing may be sent while nothing is evaluated
	 */
	public record Limits(Duration idle) {

	}

}
