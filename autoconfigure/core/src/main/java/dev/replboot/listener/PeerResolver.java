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

package dev.replboot.listener;

import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.Denial;
import dev.replboot.access.Peer;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.peer.ConnectionReset;
import dev.replboot.access.peer.PeerLookup;
import dev.replboot.access.peer.PeerRefusedException;
import dev.replboot.access.peer.PeerRule;
import dev.replboot.access.standing.StandingCheck;
import dev.replboot.access.standing.StandingRefusedException;

/**
 * Looks up who is at the other end of connections, once for each, on a thread of its own:
 * that reads tables of the kernel, may ask a directory of users and the application's
 * own, and the thread that serves all connections mustn't wait for either.
 */
public final class PeerResolver implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(PeerResolver.class);

	private static final long PATIENCE_MILLIS = 1000;

	/**
	 * How many may wait to be looked up for the record alone.
	 */
	private static final int CURIOSITY = 8;

	private final IoLoop loop;

	private final PeerLookup lookup;

	private final PeerRule rule;

	private final StandingCheck standings;

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.MILLISECONDS,
			new PriorityBlockingQueue<>(), (task) -> {
				Thread thread = new Thread(task, "repl-peer");
				thread.setDaemon(true);
				return thread;
			}, new ThreadPoolExecutor.DiscardPolicy());

	private final AtomicLong submitted = new AtomicLong();

	/**
	 * Create it.
	 * @param loop serves the connections
	 * @param lookup finds out who it is
	 * @param rule decides whether they may come in
	 * @param standings asks whether who has a token or is mapped may still come in
	 */
	public PeerResolver(IoLoop loop, PeerLookup lookup, PeerRule rule, StandingCheck standings) {
		this.standings = standings;
		this.loop = loop;
		this.lookup = lookup;
		this.rule = rule;
	}

	/**
	 * Whether being mapped is enough on this connection, so that no token is asked for.
	 * @param connection the connection
	 * @return whether it is
	 */
	public boolean replacesToken(Connection connection) {
		return connection.isUnixSocket() && this.rule.replacesToken();
	}

	/**
	 * Look the peer up for the record, unless there is too much to do.
	 * @param connection the connection
	 */
	void note(Connection connection) {
		if (this.executor.getQueue().size() < CURIOSITY) {
			submit(false, () -> peer(connection));
		}
	}

	/**
	 * Look the peer up and decide about it and about whose token was sent.
	 * @param connection the connection
	 * @param owner whose token was sent, or {@code null} if none was
	 * @param then called with the decision, on the thread that serves all connections,
	 * unless everything is closed before
	 */
	public void identify(Connection connection, @Nullable ReplPrincipal owner, Consumer<Identity> then) {
		submit(true, () -> {
			Identity identity = decide(connection);
			ReplPrincipal principal = (identity.refusal == null) ? identity.wanted(owner) : null;
			if (principal == null) {
				this.loop.execute(() -> then.accept(identity));
				return;
			}
			// on other threads: who is slow to answer about one principal delays no other
			this.standings.verify(principal,
					(verdict) -> this.loop.execute(() -> then.accept(identity.verified(verdict))));
		});
	}

	private void submit(boolean urgent, Runnable work) {
		this.executor.execute(new Task(urgent, this.submitted.incrementAndGet(), work));
	}

	private Identity decide(Connection connection) {
		Peer peer = Peer.at(connection.remote());
		try {
			peer = peer(connection);
			return new Identity(this.rule, peer, this.rule.admit(peer), null);
		}
		catch (PeerRefusedException ex) {
			return new Identity(this.rule, peer, null, ex);
		}
		catch (RuntimeException | Error ex) {
			logger.error("Who is at " + peer.words() + " could not be found out", ex);
			return new Identity(this.rule, peer, null,
					new PeerRefusedException(Denial.Reason.PEER_UNKNOWN,
							"Who you are to the application could not be found out (repl.peer.require): " + ex
									+ ". The application's log says more."));
		}
	}

	// on one thread, so that it is looked up once
	private Peer peer(Connection connection) {
		Peer known = connection.peerIfKnown();
		if (known != null) {
			return known;
		}
		Peer peer = this.lookup.identify(connection.channel(), connection.remote());
		if (ConnectionReset.happened(connection.channel())) {
			// it may have been another's that has got the same port since
			peer = Peer.at(connection.remote());
		}
		connection.peer(peer);
		return peer;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		try {
			if (!this.executor.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
				logger.warn("Looking up who is at the other end of a connection takes long; its thread repl-peer"
						+ " ends when that is over");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Something to look up: those with a token before those who are turned away, so that
	 * guessing keeps nobody waiting.
	 *
	 * @param urgent whether somebody waits for it
	 * @param number its place among its like
	 * @param work what to do
	 */
	private record Task(boolean urgent, long number, Runnable work) implements Runnable, Comparable<Task> {

		@Override
		public void run() {
			this.work.run();
		}

		@Override
		public int compareTo(Task other) {
			return (this.urgent != other.urgent) ? (this.urgent ? -1 : 1) : Long.compare(this.number, other.number);
		}

	}

	/**
	 * Who somebody is and whether they may come in.
	 */
	public static final class Identity {

		private final PeerRule rule;

		private final Peer peer;

		private final @Nullable ReplPrincipal mapped;

		private final @Nullable PeerRefusedException refusal;

		private StandingCheck.@Nullable Verdict verdict;

		private Identity(PeerRule rule, Peer peer, @Nullable ReplPrincipal mapped,
				@Nullable PeerRefusedException refusal) {
			this.rule = rule;
			this.peer = peer;
			this.mapped = mapped;
			this.refusal = refusal;
		}

		/**
		 * Who wants to come in, whether they may or not.
		 * @param owner whose token was sent, or {@code null} if none was
		 * @return the principal, or {@code null} if it is nobody's
		 */
		@Nullable ReplPrincipal wanted(@Nullable ReplPrincipal owner) {
			return (owner != null) ? owner : this.mapped;
		}

		private Identity verified(StandingCheck.Verdict answer) {
			this.verdict = answer;
			return this;
		}

		/**
		 * Who it is to the operating system.
		 * @return the peer
		 */
		public Peer peer() {
			return this.peer;
		}

		/**
		 * Who it is to the application.
		 * @param owner whose token was sent, or {@code null} if none was
		 * @return the principal
		 * @throws PeerRefusedException if they may not come in, at all or with that token
		 * @throws StandingRefusedException if they may not any more, or that isn't known
		 */
		public ReplPrincipal principal(@Nullable ReplPrincipal owner) {
			if (this.refusal != null) {
				throw this.refusal;
			}
			if (owner != null) {
				this.rule.requireSame(this.peer, this.mapped, owner);
			}
			if (this.verdict == null) {
				throw new PeerRefusedException(Denial.Reason.TOKEN, "There was no token.");
			}
			StandingRefusedException lost = this.verdict.refusal();
			if (lost != null) {
				throw lost;
			}
			return this.verdict.principal();
		}

	}

}
