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
 * commands.
 */
final class TelnetBytes {

	private static final int END_OF_TEXT = 3;

	private static final int BREAK = 243;

	private static final int INTERRUPT_PROCESS = 244;

	private static final int WILL = 251;

	private static final int WONT = 252;

	private static final int DO = 253;

	private static final int DONT = 254;

	private static final int COMMAND = 255;

	private int expecting;

	/**
	 * Filter bytes in place.
	 * @param bytes what came; afterwards only what is text
	 * @param answer gets what the telnet protocol wants to be answered
	 * @return whether an interrupt was among it
	 */
	boolean filter(ByteBuffer bytes, Consumer<byte[]> answer) {
		boolean interrupted = false;
		int kept = bytes.position();
		for (int i = bytes.position(); i < bytes.limit(); i++) {
			int next = bytes.get(i) & 0xff;
			if (this.expecting == COMMAND) {
				interrupted |= next == INTERRUPT_PROCESS || next == BREAK;
				this.expecting = (next >= WILL && next <= DONT) ? next : 0;
			}
			else if (this.expecting != 0) {
				refuse(next, answer);
			}
			else if (next == COMMAND) {
				this.expecting = COMMAND;
			}
			else if (next == END_OF_TEXT) {
				interrupted = true;
			}
			else {
				bytes.put(kept++, (byte) next);
			}
		}
		bytes.limit(kept);
		return interrupted;
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
