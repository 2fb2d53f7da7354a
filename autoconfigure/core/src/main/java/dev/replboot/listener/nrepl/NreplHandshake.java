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
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.Denial;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.listener.Connection;
import dev.replboot.listener.ConnectionAdmission;
import dev.replboot.listener.ConnectionHandler;
import dev.replboot.listener.HttpRequests;
import dev.replboot.listener.WaitingHandshake;

/**
 * Stands before an nREPL connection: answers what every client asks first, and takes the
 * token as the code of an evaluation. No reader sees any code before that.
 */
final class NreplHandshake extends WaitingHandshake {

	/**
	 * What an editor sends by itself before its user can send the token fits into this.
	 */
	private static final BencodeBounds BOUNDS = new BencodeBounds(64 * 1024, 8, 1000);

	private static final int MAX_MESSAGES = 64;

	private static final int MAX_SESSIONS = 8;

	private static final int TLS_HANDSHAKE = 0x16;

	private static final String ASK = "Send the token first: evaluate it alone, as POST on the repl endpoint"
			+ " has returned it.";

	private static final String WRONG = "That is no valid token. Get one with POST on the repl endpoint and evaluate it.";

	private final Connection connection;

	private final ConnectionAdmission admission;

	private final NreplDescription description;

	private final Entry entry;

	private final NreplReplies replies;

	private final BencodeDecoder decoder = new BencodeDecoder(BOUNDS);

	private final StringBuilder head = new StringBuilder();

	private final Map<String, CloneRequest> sessions = new LinkedHashMap<>();

	private boolean begun;

	private int messages;

	private NreplMessage last = new NreplMessage(Map.of());

	NreplHandshake(Connection connection, ConnectionAdmission admission, NreplDescription description, Entry entry) {
		super(connection, admission, WRONG);
		this.connection = connection;
		this.admission = admission;
		this.description = description;
		this.entry = entry;
		this.replies = new NreplReplies(connection);
	}

	@Override
	public void received(ByteBuffer bytes) {
		Denial.Reason attack = null;
		try {
			attack = this.begun ? null : begin(bytes);
			while (this.begun && isWaiting()) {
				Map<String, Object> fields = this.decoder.next(bytes);
				if (fields == null) {
					break;
				}
				handle(new NreplMessage(fields), bytes);
			}
		}
		catch (BencodeException ex) {
			attack = Denial.Reason.TOKEN;
		}
		bytes.position(bytes.limit());
		if (attack != null && !isOver()) {
			drop(attack);
		}
	}

	// until it is certain that it is a message
	private Denial.@Nullable Reason begin(ByteBuffer bytes) throws BencodeException {
		while (bytes.hasRemaining()) {
			char next = (char) (bytes.get() & 0xff);
			this.head.append(next);
			String start = this.head.toString();
			if (next == TLS_HANDSHAKE && start.length() == 1) {
				return Denial.Reason.TLS;
			}
			if (start.length() == 2 && start.startsWith("d") && Character.isDigit(next)) {
				this.begun = true;
				this.decoder.next(ByteBuffer.wrap(start.getBytes(StandardCharsets.ISO_8859_1)));
				return null;
			}
			if (HttpRequests.isMethod(start)) {
				return Denial.Reason.HTTP;
			}
			if (!HttpRequests.mayBecomeMethod(start)) {
				return Denial.Reason.TOKEN;
			}
		}
		return null;
	}

	private void handle(NreplMessage message, ByteBuffer rest) {
		this.last = message;
		if (++this.messages > MAX_MESSAGES || this.replies.isBlocked()) {
			drop(Denial.Reason.TOKEN);
			return;
		}
		switch (message.op()) {
			case "describe" -> this.replies.send(this.description.answer(message, "user"));
			case "classpath" -> this.replies.send(NreplDescription.classPath(message));
			case "clone" -> newSession(message);
			case "close" -> closeSession(message);
			case "eval" -> eval(message, rest);
			default -> this.replies.send(message.refusal("token-required", ASK));
		}
	}

	// nothing more than a name for now
	private void newSession(NreplMessage message) {
		if (this.sessions.size() == MAX_SESSIONS) {
			this.replies.send(message.refusal("token-required", ASK));
			return;
		}
		String id = UUID.randomUUID().toString();
		this.sessions.put(id, CloneRequest.of(message));
		Map<String, Object> answer = message.status("done");
		answer.put("new-session", id);
		this.replies.send(answer);
	}

	private void closeSession(NreplMessage message) {
		String id = message.text("session");
		boolean known = id != null && this.sessions.remove(id) != null;
		this.replies.send(
				known ? message.status("done", "session-closed") : message.status("error", "unknown-session", "done"));
	}

	private void eval(NreplMessage message, ByteBuffer rest) {
		String code = message.text("code");
		String candidate = (code != null) ? TokenCode.candidate(code) : null;
		String session = message.text("session");
		if (message.has("session") && (session == null || !this.sessions.containsKey(session))) {
			this.replies.send(message.status("error", "unknown-session", "done"));
		}
		else if (candidate == null) {
			this.replies.send(message.refusal("token-required", ASK));
		}
		else {
			token(candidate, (principal) -> this.admission.identify(this, this.connection, principal,
					(connection, who, byToken) -> this.entry.enter(connection, who, this.sessions, message), rest));
		}
	}

	// what comes before the token may be anything that editors ask
	@Override
	protected boolean hasBegun() {
		return false;
	}

	@Override
	public void farewell(String sentence) {
		this.replies.send(this.last.refusal("refused", sentence));
	}

	/**
	 * What happens to a client whose token was right.
	 */
	@FunctionalInterface
	interface Entry {

		ConnectionHandler enter(Connection connection, ReplPrincipal principal, Map<String, CloneRequest> sessions,
				NreplMessage token);

	}

}
