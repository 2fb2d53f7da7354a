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

import java.io.Writer;

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
