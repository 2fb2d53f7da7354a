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

import java.util.Map;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplRefusedException;

/**
 * The operations of the protocol, in the shapes that stock clients know. Called on the
 * thread that serves all connections.
 */
final class NreplOperations {

	private static final Log logger = LogFactory.getLog(NreplOperations.class);

	private final NreplConnection connection;

	private final NreplConnection.Context context;

	private final NreplReplies replies;

	NreplOperations(NreplConnection connection, NreplConnection.Context context, NreplReplies replies) {
		this.connection = connection;
		this.context = context;
		this.replies = replies;
	}

	void handle(NreplMessage message) {
		String name = message.text("session");
		NreplSession session = (name != null) ? this.connection.session(name) : null;
		if (session == null && message.has("session")) {
			this.replies.send(message.status("error", "unknown-session", "done"));
			return;
		}
		try {
			handle(message, session);
		}
		catch (ReplRefusedException ex) {
			this.replies.send(message.refusal("refused", ex.getSentence()));
		}
		catch (RuntimeException | Error ex) {
			// an Error as well: there may be no memory or thread for one more session
			logger.error("An nREPL message could not be handled", ex);
			this.replies.send(message.refusal("failed", "It failed: " + ex + ". The application's log says more."));
		}
	}

	private void handle(NreplMessage message, @Nullable NreplSession session) {
		switch (message.op()) {
			case "describe" -> this.replies.send(this.context.description().answer(message, namespace(session)));
			case "classpath" -> this.replies.send(NreplDescription.classPath(message));
			case "forward-system-output" -> forwardOutput(message, session);
			case "clone" -> newSession(message, session);
			case "close" -> close(message, session);
			case "ls-sessions" -> listSessions(message);
			case "eval" -> eval(message, session);
			case "load-file" -> loadFile(message, session);
			case "interrupt" -> interrupt(message, session);
			case "stdin" -> stdin(message, session);
			case "completions", "complete", "lookup", "info", "eldoc" -> query(message, session);
			case "init-debugger", "cider/init-debugger" -> logger.debug("An nREPL client waits for a debugger");
			default -> unknown(message);
		}
	}

	private void newSession(NreplMessage message, @Nullable NreplSession template) {
		NreplSession session = this.connection.newSession(UUID.randomUUID().toString(), CloneRequest.of(message),
				template);
		Map<String, Object> answer = message.status("done");
		answer.put("new-session", session.name());
		this.replies.send(answer);
	}

	private void close(NreplMessage message, @Nullable NreplSession session) {
		if (session == null) {
			this.replies.send(message.status("error", "session-ephemeral", "done"));
			return;
		}
		if (!session.close("The session was closed.", message)) {
			this.replies.send(NreplSession.closed(message));
		}
	}

	private void listSessions(NreplMessage message) {
		Map<String, Object> answer = message.status("done");
		answer.put("sessions", this.connection.sessionNames());
		this.replies.send(answer);
	}

	private void eval(NreplMessage message, @Nullable NreplSession session) {
		String code = message.text("code");
		if (code == null) {
			this.replies.send(message.status("error", message.has("code") ? "unknown-code-type" : "no-code", "done"));
		}
		else if (isToken(code)) {
			// a token is never evaluated, because it would go on record
			greet(message, (session != null) ? session : this.connection.own());
		}
		else {
			submit(message, session, code, false);
		}
	}

	private boolean isToken(String code) {
		String candidate = TokenCode.candidate(code);
		return candidate != null && this.context.services().tokens().find(candidate) != null;
	}

	private void loadFile(NreplMessage message, @Nullable NreplSession session) {
		String text = message.text("file");
		if (text == null) {
			this.replies.send(message.status("error", message.has("file") ? "unknown-code-type" : "no-code", "done"));
			return;
		}
		submit(message, session, text, true);
	}

	private void submit(NreplMessage message, @Nullable NreplSession session, String code, boolean file) {
		NreplSession target = (session != null) ? session : this.connection.own();
		NreplMessage named = (session != null) ? message : message.in(target.name());
		if (!target.submit(new EvalTask(named, code, file, target, session == null))) {
			this.replies.send(named.refusal("queue-full",
					"Too much waits to be evaluated in this session already. Send it again when that is done."));
		}
	}

	private void interrupt(NreplMessage message, @Nullable NreplSession session) {
		if (session == null || this.connection.isOwn(session)) {
			this.replies.send(message.status("error", "session-ephemeral", "done"));
			return;
		}
		switch (session.interrupt(message)) {
			case STOPPING -> logger.debug("An nREPL evaluation is being interrupted");
			case IDLE -> this.replies.send(message.status("session-idle", "done"));
			case OTHER -> this.replies.send(message.status("error", "interrupt-id-mismatch", "done"));
		}
	}

	private void stdin(NreplMessage message, @Nullable NreplSession session) {
		String text = message.text("stdin");
		NreplSession target = (session != null) ? session : this.connection.own();
		if (target.input(text)) {
			this.replies.send(message.status("done"));
		}
		else {
			this.replies.send(message.refusal("input-full",
					"Too much input waits to be read in this session already. Send it again when it was read."));
		}
	}

	// in a session of its own, so that it neither waits for what is evaluated nor
	// touches *1
	private void query(NreplMessage message, @Nullable NreplSession session) {
		if (QueryTask.subject(message) == null) {
			Map<String, Object> answer = message.status("error", message.op() + "-error", "done");
			answer.put("message", "There is nothing to look for: send "
					+ (message.op().startsWith("complet") ? "the prefix." : "the symbol as sym."));
			this.replies.send(answer);
			return;
		}
		NreplSession own = this.connection.own();
		if (!own.submit(new QueryTask(message, own, namespace(session)))) {
			this.replies.send(message.refusal("queue-full", "Too many queries wait already. Send it again later."));
		}
	}

	private static String namespace(@Nullable NreplSession session) {
		return (session != null) ? session.namespace() : "user";
	}

	private void forwardOutput(NreplMessage message, @Nullable NreplSession session) {
		NreplSession target = (session != null) ? session : this.connection.own();
		NreplMessage named = message.in(target.name());
		if (!target.submit(new ForwardTask(named, target))) {
			this.replies.send(named.refusal("queue-full",
					"Too much waits to be evaluated in this session already. Send it again when that is done."));
		}
	}

	private void unknown(NreplMessage message) {
		Map<String, Object> answer = message.status("error", "unknown-op", "done");
		answer.put("op", message.raw("op"));
		this.replies.send(answer);
	}

	/**
	 * Tell a client whose token was right where it is.
	 * @param message what had the token
	 * @param session the session
	 */
	void greet(NreplMessage message, NreplSession session) {
		StringBuilder banner = new StringBuilder();
		session.greeting().forEach((line) -> banner.append(";; ").append(line).append('\n'));
		NreplMessage named = message.in(session.name());
		Map<String, Object> out = named.answer();
		out.put("out", banner.toString());
		this.replies.send(out);
		Map<String, Object> value = named.answer();
		value.put("value", "nil");
		value.put("ns", session.namespace());
		this.replies.send(value);
		this.replies.send(named.status("done"));
	}

}
