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

import java.util.concurrent.locks.ReentrantLock;

import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionRegistry;

/**
 * Gives a session back to the registry. The session's own thread does it, or the thread
 * of whoever ends the session. The registry's listeners may write to the client, for
 * example what became of a transaction. So the session's own thread waits until they have
 * been called before it closes the connection. The other thread never waits.
 *
 * @since 0.1.0
 */
public final class SessionReturn {

	private final SessionRegistry sessions;

	private final ReplSession session;

	private final ReentrantLock giving = new ReentrantLock();

	/**
	 * Create it.
	 * @param sessions where the session is given back
	 * @param session the session
	 */
	public SessionReturn(SessionRegistry sessions, ReplSession session) {
		this.sessions = sessions;
		this.session = session;
	}

	/**
	 * Give the session back, or wait until the other thread has done so. To be called by
	 * the session's own thread.
	 */
	public void giveBack() {
		this.giving.lock();
		try {
			this.sessions.ended(this.session);
		}
		finally {
			this.giving.unlock();
		}
	}

	/**
	 * Give the session back. Does nothing while another thread gives it back.
	 */
	public void giveBackUnlessGiving() {
		if (this.giving.tryLock()) {
			try {
				this.sessions.ended(this.session);
			}
			finally {
				this.giving.unlock();
			}
		}
	}

}
