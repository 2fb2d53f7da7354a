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

import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.Objects;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

/**
 * A session of the socket REPL or of prepl, whose answers are lines.
 */
final class LineSession implements ProtocolSession {

	private static final int TIMEOUT_MILLIS = 25_000;

	private final TestRepl repl;

	private final String protocol;

	private final ReplClient client;

	private int sentinels;

	LineSession(TestRepl repl, String protocol) {
		this.repl = repl;
		this.protocol = protocol;
		this.client = ReplClient.connect(Objects.requireNonNull(repl.address(protocol).port()));
		try {
			this.client.socket().setSoTimeout(TIMEOUT_MILLIS);
		}
		catch (SocketException ex) {
			throw new UncheckedIOException(ex);
		}
		this.client.send(repl.token(TestPrincipal.ADMIN) + "\n");
		this.client.readUntil(protocol.equals("prepl") ? "\n" : "user=> ");
	}

	@Override
	public String eval(String form) {
		this.client.send(form + "\n");
		return sentinel();
	}

	// whatever the form answered has come then; on a busy machine the limit may stop a
	// sentinel as well
	private String sentinel() {
		String before = "";
		for (int i = 0; i < 2; i++) {
			try {
				return before + trySentinel();
			}
			catch (AssertionError ex) {
				before += ex.getMessage();
			}
		}
		return before + trySentinel();
	}

	private String trySentinel() {
		String name = ":sentinel-" + (++this.sentinels);
		this.client.send(name + "\n");
		return this.client.readUntil(this.protocol.equals("prepl") ? ":form \"" + name + "\"}\n" : name + "\n");
	}

	@Override
	public String interrupt(String form) {
		ProtocolSession.interruptWhenBegun(this.repl, this.protocol, () -> this.client.send(form + "\n"));
		return sentinel();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
