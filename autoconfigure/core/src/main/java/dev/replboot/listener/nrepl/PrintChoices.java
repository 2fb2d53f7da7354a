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

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.StepSettings;

/**
 * What a client may choose of how values and errors are shown:
 * {@code nrepl.middleware.print} and {@code nrepl.middleware.caught}.
 */
final class PrintChoices {

	static final String TRUNCATED = "nrepl.middleware.print/truncated";

	static final String TRUNCATED_KEYS = "nrepl.middleware.print/truncated-keys";

	static final String THROWABLE = "nrepl.middleware.caught/throwable";

	private static final String PRINT_ERROR = "nrepl.middleware.print/error";

	private static final String CAUGHT_ERROR = "nrepl.middleware.caught/error";

	/**
	 * Characters of a value that are sent when it is kept until it is whole.
	 */
	private static final int MAX_VALUE = 1 << 20;

	static final int DEFAULT_BUFFER = 1024;

	private final NreplMessage message;

	PrintChoices(NreplMessage message) {
		this.message = message;
	}

	boolean isStreamed() {
		return this.message.flag("nrepl.middleware.print/stream?");
	}

	boolean isThrowableWanted() {
		return this.message.flag("nrepl.middleware.caught/print?");
	}

	int bufferSize() {
		return this.message.positive("nrepl.middleware.print/buffer-size", DEFAULT_BUFFER);
	}

	long quota() {
		int most = isStreamed() ? Integer.MAX_VALUE : MAX_VALUE;
		return Math.min(most, this.message.positive("nrepl.middleware.print/quota", most));
	}

	/**
	 * How many characters are kept of what is sent when it is whole.
	 * @return the number
	 */
	long keptQuota() {
		return Math.min(MAX_VALUE, quota());
	}

	/**
	 * Send an answer with something that was printed: in it or, if the client wants it
	 * streamed, in pieces before it.
	 * @param answer the rest of the answer
	 * @param key the field that has what was printed
	 * @param printed what was printed
	 * @param output where it goes
	 * @throws IOException if the connection is gone
	 */
	void send(Map<String, Object> answer, String key, Printed printed, NreplOutput output) throws IOException {
		if (isStreamed()) {
			try (MessageWriter pieces = new MessageWriter(this.message, key, output, bufferSize(), Long.MAX_VALUE)) {
				pieces.write(printed.text());
			}
			if (printed.truncated()) {
				output.send(this.message.status(TRUNCATED));
			}
		}
		else {
			if (printed.truncated()) {
				List<Object> status = new ArrayList<>(
						(answer.get("status") instanceof List<?> list) ? list : List.of());
				status.add(TRUNCATED);
				answer.put("status", status);
				answer.put(TRUNCATED_KEYS, List.of(key));
			}
			answer.put(key, printed.text());
		}
		output.send(answer);
	}

	/**
	 * Where the code is from. Without the name of a file stack traces show none.
	 * @param path the file's path, or {@code null}
	 * @return the source
	 */
	StepSettings.Source source(@Nullable String path) {
		String name = this.message.firstText("file-name");
		boolean preserve = "preserve".equals(this.message.text("read-cond"));
		return (path != null) ? new StepSettings.Source(path, (name != null) ? name : shortName(path), preserve)
				: new StepSettings.Source(null, null, preserve);
	}

	// the client may be on a machine of another kind
	private static String shortName(String path) {
		return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	}

	/**
	 * The key under which a client is told that there is nothing of a name.
	 * @param choice what it was named for
	 * @return the key, which is the status as well
	 */
	static String errorKey(StepSettings.Choice choice) {
		return (choice == StepSettings.Choice.CAUGHT) ? CAUGHT_ERROR : PRINT_ERROR;
	}

	StepSettings settings(StepSettings.Source source, @Nullable Writer throwable, StepSettings.Problems problems) {
		return new StepSettings(source, this.message.firstText("nrepl.middleware.print/print"),
				this.message.map("nrepl.middleware.print/options"),
				this.message.firstText("nrepl.middleware.caught/caught"), throwable, problems);
	}

}
