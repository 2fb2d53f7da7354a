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

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.listener.Connection;
import dev.replboot.listener.ConnectionHandler;
import dev.replboot.listener.ReplListener.Services;

/**
 * A connection whose token was right: takes its messages apart, and keeps its sessions.
 */
final class NreplConnection implements ConnectionHandler {

	private static final int MAX_SESSIONS = 16;

	private static final int MAX_DEPTH = 16;

	private static final int MAX_ITEMS = 4000;

	/**
	 * What a message may have beside the code.
	 */
	private static final int MESSAGE_OVERHEAD = 64 * 1024;

	/**
	 * How long the connection stays open for what becomes of evaluations that are
	 * stopped.
	 */
	private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final Context context;

	private final NreplReplies replies;

	private final NreplOperations operations;

	private final BencodeDecoder decoder;

	private final Map<String, NreplSession> sessions = new ConcurrentHashMap<>();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final Set<NreplSession> running = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Long endedSince;

	private ByteBuffer held = ByteBuffer.allocate(0);

	private @Nullable NreplSession own;

	private volatile long lastInput = System.nanoTime();

	private NreplConnection(Context context) {
		this.context = context;
		this.replies = new NreplReplies(context.connection());
		this.operations = new NreplOperations(this, context, this.replies);
		int request = context.services().evaluator().limits().request();
		this.decoder = new BencodeDecoder(new BencodeBounds((int) Math.min(Integer.MAX_VALUE,
				// a character has up to three bytes
				3L * request + MESSAGE_OVERHEAD), MAX_DEPTH, MAX_ITEMS));
	}

	/**
	 * Begin the sessions that the client has names for already, or one.
	 * @param context what the connection needs
	 * @param clones the names of the sessions, and how each was asked for
	 * @param token the message that had the token
	 * @return the connection
	 */
	static ConnectionHandler begin(Context context, Map<String, CloneRequest> clones, NreplMessage token) {
		NreplConnection connection = new NreplConnection(context);
		try {
			clones.forEach((name, clone) -> connection.newSession(name, clone, null));
			String named = token.text("session");
			NreplSession first = (named != null) ? connection.session(named)
					: clones.isEmpty() ? connection.own() : connection.session(clones.keySet().iterator().next());
			if (first != null) {
				connection.operations.greet(token, first);
			}
			return connection;
		}
		catch (RuntimeException | Error ex) {
			// all or none: the client is about to be sent away
			connection.sessions.values().forEach((session) -> session.abandon("The session could not be started."));
			throw ex;
		}
	}

	NreplSession newSession(String name, CloneRequest clone, @Nullable NreplSession template) {
		if (this.sessions.size() >= MAX_SESSIONS) {
			throw new ReplRefusedException(ReplRefusedException.Reason.LIMIT,
					"This connection has " + MAX_SESSIONS + " sessions already. Close one first.");
		}
		NreplSession session = NreplSession.start(name, clone, this, this.context, template);
		this.sessions.put(name, session);
		if (this.ended.get()) {
			session.close("The connection was closed.");
		}
		return session;
	}

	/**
	 * The session of messages that name none.
	 * @return the session, begun when it is needed first
	 */
	NreplSession own() {
		NreplSession session = this.own;
		if (session == null || session(session.name()) != session) {
			session = newSession(UUID.randomUUID().toString(), CloneRequest.NONE, null);
			this.own = session;
		}
		return session;
	}

	boolean isOwn(NreplSession session) {
		return session == this.own;
	}

	@Nullable NreplSession session(String name) {
		return this.sessions.get(name);
	}

	List<String> sessionNames() {
		List<String> names = new ArrayList<>();
		this.sessions.forEach((name, session) -> {
			if (!isOwn(session)) {
				names.add(name);
			}
		});
		return names;
	}

	/**
	 * A session's thread does something, or is done.
	 * @param session the session
	 * @param working whether it does
	 */
	void working(NreplSession session, boolean working) {
		if (working) {
			this.running.add(session);
		}
		else {
			this.running.remove(session);
			closeIfOver();
		}
	}

	void forget(NreplSession session) {
		this.sessions.remove(session.name(), session);
	}

	@Override
	public void received(ByteBuffer bytes) {
		this.lastInput = System.nanoTime();
		ByteBuffer input = bytes;
		if (this.held.hasRemaining()) {
			input = ByteBuffer.allocate(this.held.remaining() + bytes.remaining()).put(this.held).put(bytes).flip();
		}
		handle(input);
		bytes.position(bytes.limit());
	}

	private void handle(ByteBuffer input) {
		try {
			while (!this.replies.isBlocked() && !this.ended.get()) {
				Map<String, Object> fields = this.decoder.next(input);
				if (fields == null) {
					break;
				}
				this.operations.handle(new NreplMessage(fields));
			}
			// what a client that doesn't read its answers has sent has to wait
			this.held = ByteBuffer.allocate(input.remaining()).put(input).flip();
		}
		catch (BencodeException ex) {
			end("The connection is closed, because what came is no nREPL message: " + ex.getMessage()
					+ " Code may have as many characters as repl.limits.request says. Connect again.");
		}
	}

	@Override
	public void inputEnded() {
		end("The connection was closed.");
	}

	@Override
	public void closed() {
		this.ended.set(true);
		closeSessions("The connection was closed.");
	}

	@Override
	public void tick(long nanoTime) {
		if (this.ended.get()) {
			closeIfOver();
		}
		if (this.replies.isBlocked()) {
			this.replies.retry();
			if (!this.replies.isBlocked()) {
				handle(this.held);
			}
		}
		boolean working = false;
		for (NreplSession session : this.sessions.values()) {
			session.tick();
			working |= session.isWorking();
		}
		if (working) {
			this.lastInput = nanoTime;
		}
		else if (nanoTime - this.lastInput > this.context.idle().toNanos()) {
			end("Nothing was sent for " + this.context.idle().toSeconds() + " s (repl.limits.idle). Connect again.");
		}
	}

	/**
	 * End all sessions and send the client away.
	 * @param sentence why
	 */
	void end(String sentence) {
		if (this.ended.compareAndSet(false, true)) {
			this.sessions.values().forEach((session) -> session.notice(sentence));
			closeSessions(sentence);
			this.endedSince = System.nanoTime();
			closeIfOver();
		}
	}

	// sessions first tell the client why they end, and what becomes of their evaluations
	// and transactions
	private void closeIfOver() {
		Long since = this.endedSince;
		if (since != null && (this.running.isEmpty() || System.nanoTime() - since > LAST_WORDS_NANOS)) {
			this.context.connection().close();
		}
	}

	private void closeSessions(String sentence) {
		this.sessions.values().forEach((session) -> session.close(sentence));
	}

	/**
	 * What a connection needs.
	 *
	 * @param services the listener's
	 * @param connection the connection
	 * @param principal whose token it was
	 * @param description what the server says of itself
	 * @param idle how long it may be silent while nothing is evaluated
	 */
	record Context(Services services, Connection connection, ReplPrincipal principal, NreplDescription description,
			Duration idle) {

	}

}
