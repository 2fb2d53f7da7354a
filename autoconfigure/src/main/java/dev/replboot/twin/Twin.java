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
import java.io.UncheckedIOException;
import java.time.Duration;

import dev.replboot.access.OsUserPrincipal;
import dev.replboot.access.Peer;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.peer.PeerRefusedException;
import dev.replboot.access.peer.PeerRule;
import dev.replboot.access.peer.ProcessPeer;
import dev.replboot.lifecycle.OpenedRepl;
import dev.replboot.lifecycle.ReplLifecycle;

/**
 * Opens the REPL of a twin, lets it run and closes it.
 */
final class Twin {

	private final TwinContext context;

	private final TwinConsole console;

	private final TwinOptions options;

	Twin(TwinContext context, TwinConsole console, TwinOptions options) {
		this.context = context;
		this.console = console;
		this.options = options;
	}

	/**
	 * Run it.
	 * @return the exit status
	 */
	int run() {
		ReplLifecycle lifecycle = this.context.getBean(ReplLifecycle.class);
		this.context.started().add("replLifecycle", lifecycle);
		// Ctrl-C and SIGTERM end the REPL too, and that is on record; an application may
		// have told Spring Boot to do nothing then
		Runtime.getRuntime().addShutdownHook(new Thread(this::end, "repl-twin-end"));
		try {
			Peer peer = ProcessPeer.at("standard input");
			return run(lifecycle, principal(peer), peer);
		}
		catch (PeerRefusedException ex) {
			this.console.notice(ex.getMessage() + " Or state the authorities that you need, on record, with"
					+ " --repl.twin.authorities=ROLE_A,ROLE_B.");
			return 1;
		}
		catch (ReplRefusedException | IOException | UncheckedIOException ex) {
			this.console.notice(String.valueOf(ex.getMessage()));
			return 1;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 1;
		}
		finally {
			end();
		}
	}

	// whom the application knows, if it says that it does; else whoever runs the process
	private ReplPrincipal principal(Peer peer) {
		PeerRule rule = this.context.getBean(PeerRule.class);
		ReplPrincipal mapped = (rule.replacesToken() && this.options.authorities().isEmpty()) ? rule.admit(peer) : null;
		return (mapped != null) ? mapped : OsUserPrincipal.of(ProcessPeer.user(),
				this.context.getBean(ReplAuthorities.class), this.options.authorities());
	}

	private int run(ReplLifecycle lifecycle, ReplPrincipal principal, Peer peer)
			throws IOException, InterruptedException {
		OpenedRepl opened = lifecycle.open(principal, Duration.ofHours(8), "twin");
		try {
			this.console.announce(opened);
			return this.console.run(principal, peer);
		}
		finally {
			lifecycle.closeInTurn(principal);
		}
	}

	// the process lives until its hooks are through: one that comes second waits
	private synchronized void end() {
		this.context.close();
	}

}
