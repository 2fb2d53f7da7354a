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

package dev.replboot.listener.prepl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.replboot.listener.ConnectionWriter;

/**
 * Writes the maps, each as one line that nothing comes in between.
 */
final class TaggedOutput {

	private final ConnectionWriter output;

	TaggedOutput(ConnectionWriter output) {
		this.output = output;
	}

	/**
	 * Write what was printed.
	 * @param tag {@code out} or {@code err}
	 * @param text what was printed
	 * @throws IOException if the connection is closed
	 */
	void printed(String tag, CharSequence text) throws IOException {
		write(map(tag, text) + "}\n");
		this.output.flush();
	}

	/**
	 * Write what became of a form.
	 * @param value the printed value
	 * @param namespace the namespace after it
	 * @param rest further entries, or nothing
	 * @throws IOException if the connection is closed
	 */
	void returned(String value, String namespace, String rest) throws IOException {
		write(map("ret", value) + ", :ns " + EdnText.quote(namespace) + rest + "}\n");
	}

	private void write(String map) throws IOException {
		this.output.writeMessage(map.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Write something without waiting. It is left out if there is no room.
	 * @param tag the tag
	 * @param text the value
	 */
	void offer(String tag, CharSequence text) {
		this.output.offerMessage((map(tag, text) + "}\n").getBytes(StandardCharsets.UTF_8));
	}

	private static String map(String tag, CharSequence text) {
		return "{:tag :" + tag + ", :val " + EdnText.quote(text);
	}

}
