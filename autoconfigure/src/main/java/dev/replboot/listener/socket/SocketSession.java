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
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.eval.EvaluationSession;
import dev.replboot.listener.Connection;
import dev.replboot.listener.ConnectionHandler;
import dev.replboot.listener.ConnectionWriter;
import dev.replboot.listener.InputPipe;
import dev.replboot.listener.PeerProbe;
import dev.replboot.listener.ReplListener.Services;
import dev.replboot.runtime.StepResult;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionControl;
import dev.replboot.session.SessionRegistry;

/**
 * One session over a socket: bytes come in on the thread that serves all connections,
 * forms are evaluated one after the other on a thread of the session's own.
 *
 * @since 0.1.0
 */
public final class SocketSession implements ConnectionHandler, SessionControl, Runnable {

	private static final Log logger = LogFactory.getLog(SocketSession.class);

	private final Services services;

	private final Connection connection;

	private final ConnectionWriter output;

	private final InputPipe input;

	private final TelnetBytes telnet = new TelnetBytes();

	private final Limits limits;

	private final ReplSession session;

	private final PeerProbe peer;

	private volatile long lastInput = System.nanoTime();

	private boolean warnedOfStuck;

	private SocketSession(Services services, Connection connection, ReplPrincipal principal, String protocol,
			Limits limits) {
		this.services = services;
		this.connection = connection;
		this.output = connection.output();
		this.input = new InputPipe(connection::pauseInput);
		this.limits = limits;
		this.peer = new PeerProbe(connection.channel());
		SessionRegistry.Request request = new SessionRegistry.Request(principal, protocol, connection.remote(),
				new InputStreamReader(this.input, StandardCharsets.UTF_8), this.output, this);
		this.session = services.sessions().start(request, services.evaluator());
	}

	static ConnectionHandler start(Services services, Connection connection, ReplPrincipal principal, String protocol,
			Limits limits) {
		SocketSession session = new SocketSession(services, connection, principal, protocol, limits);
		Thread thread = new Thread(session, "repl-" + session.session.id());
		thread.setDaemon(true);
		thread.start();
		return session;
	}

	@Override
	public void run() {
		EvaluationSession evaluations = this.session.evaluations();
		try {
			for (String line : this.services.greeting().lines(this.session)) {
				this.output.write(";; " + line + "\n");
			}
			this.output.write(evaluations.prompt());
			this.output.flushNow();
			while (evaluations.step() != StepResult.Kind.EXIT) {
				if (evaluations.isAtLineStart()) {
					this.output.write(evaluations.prompt());
				}
				this.output.flushNow();
			}
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("The connection of REPL session " + this.session.id() + " is gone", ex);
		}
		finally {
			this.output.flushNow();
			evaluations.end("The session is over.");
			this.services.sessions().ended(this.session);
			this.connection.close();
		}
	}

	@Override
	public void received(ByteBuffer bytes) {
		this.lastInput = System.nanoTime();
		if (this.telnet.filter(bytes, this.output::offerBytes)) {
			this.session.evaluations().interrupt("It was interrupted with Ctrl-C.");
		}
		this.input.put(bytes);
	}

	@Override
	public void inputEnded() {
		this.input.end();
	}

	@Override
	public void closed() {
		this.input.abort();
		this.session.evaluations().end("The connection was closed.");
	}

	@Override
	public void tick(long nanoTime) {
		EvaluationSession evaluations = this.session.evaluations();
		if (evaluations.isBusy()) {
			this.lastInput = nanoTime;
			if (this.connection.isInputEnded() && this.peer.isGone()) {
				evaluations.interrupt("The connection was closed.");
			}
			warnIfStuck();
		}
		else if (nanoTime - this.lastInput > this.limits.idle().toNanos()) {
			end("Nothing was sent for " + this.limits.idle().toSeconds() + " s (repl.limits.idle). Connect again.");
		}
	}

	private void warnIfStuck() {
		if (this.session.isStuck() && !this.warnedOfStuck) {
			this.warnedOfStuck = true;
			notice("It can't be stopped: it runs code that takes no notice. Its stack is in GET on the repl endpoint."
					+ " This session waits for it; connect again for another one.");
		}
	}

	@Override
	public void notice(String sentence) {
		this.output.offer("\n;; " + sentence + "\n");
	}

	@Override
	public void end(String sentence) {
		this.output.offer("\n;; " + sentence + "\n");
		this.input.abort();
		this.session.evaluations().end(sentence);
		this.services.sessions().ended(this.session);
		this.connection.close();
	}

	/**
	 * Limits of a session.
	 *
	 * @param idle how long nothing may be sent while nothing is evaluated
	 */
	public record Limits(Duration idle) {

	}

}
