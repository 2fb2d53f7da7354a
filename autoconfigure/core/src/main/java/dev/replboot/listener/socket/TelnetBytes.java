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

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Takes what isn't text out of the input: Ctrl-C as a terminal in raw mode sends it
 * (ETX), and the commands of the telnet protocol (RFC 854), of which "interrupt process"
 * and "break" mean the same. No byte of UTF-8 is 255, which begins each of those
 * commands. What a client sends about an option, up to the command that ends it, isn't
 * text either.
 */
final class TelnetBytes {

	private static final int END_OF_TEXT = 3;

	private static final int BREAK = 243;

	private static final int INTERRUPT_PROCESS = 244;

	private static final int SUBNEGOTIATION = 250;

	private static final int WILL = 251;

	private static final int WONT = 252;

	private static final int DO = 253;

	private static final int DONT = 254;

	private static final int COMMAND = 255;

	private int expecting;

	private boolean inSubnegotiation;

	/**
	 * Move text from one buffer to another until an interrupt comes. Both may be views of
	 * the same bytes.
	 * @param bytes what came; consumed up to the end or to the interrupt
	 * @param text gets what of it is text
	 * @param answer gets what the telnet protocol wants to be answered
	 * @return whether an interrupt came, which is meant for what was sent before it
	 */
	boolean filter(ByteBuffer bytes, ByteBuffer text, Consumer<byte[]> answer) {
		while (bytes.hasRemaining()) {
			int next = bytes.get() & 0xff;
			if (this.expecting == COMMAND) {
				command(next);
				if (next == INTERRUPT_PROCESS || next == BREAK) {
					return true;
				}
			}
			else if (this.expecting != 0) {
				refuse(next, answer);
			}
			else if (next == COMMAND) {
				this.expecting = COMMAND;
			}
			else if (!this.inSubnegotiation) {
				if (next == END_OF_TEXT) {
					return true;
				}
				text.put((byte) next);
			}
		}
		return false;
	}

	// any command but a doubled 255, which is one of its bytes, ends a subnegotiation
	private void command(int command) {
		this.expecting = (command >= WILL && command <= DONT) ? command : 0;
		this.inSubnegotiation = command == SUBNEGOTIATION || (this.inSubnegotiation && command == COMMAND);
	}

	private void refuse(int option, Consumer<byte[]> answer) {
		if (this.expecting == DO) {
			answer.accept(new byte[] { (byte) COMMAND, (byte) WONT, (byte) option });
		}
		else if (this.expecting == WILL) {
			answer.accept(new byte[] { (byte) COMMAND, (byte) DONT, (byte) option });
		}
		this.expecting = 0;
	}

}
