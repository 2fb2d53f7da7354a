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
import java.time.Duration;

import dev.replboot.access.OsUserPrincipal;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.lifecycle.ReplLifecycle;

/**
 * Opens the REPL of a twin, lets it run and closes it.
 */
final class Twin {

	private final TwinContext context;

	private final TwinConsole console;

	Twin(TwinContext context, TwinConsole console) {
		this.context = context;
		this.console = console;
	}

	/**
	 * Run it.
	 * @return the exit status
	 */
	int run() {
		ReplLifecycle lifecycle = this.context.getBean(ReplLifecycle.class);
		ReplPrincipal principal = OsUserPrincipal.current(this.context.getBean(ReplAuthorities.class));
		this.context.started().add("replLifecycle", lifecycle);
		// Ctrl-C and SIGTERM end the REPL too, and that is on record; an application may
		// have told Spring Boot to do nothing then
		Runtime.getRuntime().addShutdownHook(new Thread(this::end, "repl-twin-end"));
		try {
			ReplLifecycle.Opened opened = lifecycle.open(principal, Duration.ofHours(8), "twin");
			opened.listeners()
				.stream()
				.filter((listener) -> !listener.protocol().equals(TwinConsole.PROTOCOL))
				.forEach((listener) -> this.console.announce(listener, opened.token()));
			return this.console.run(principal);
		}
		catch (ReplRefusedException | IOException ex) {
			this.console.notice(String.valueOf(ex.getMessage()));
			return 1;
		}
		finally {
			lifecycle.close(principal);
			end();
		}
	}

	// the process lives until its hooks are through: one that comes second waits
	private synchronized void end() {
		this.context.close();
	}

}
