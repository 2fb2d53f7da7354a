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
import java.util.function.Consumer;

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

	/**
	 * Characters of a value that are sent when it is kept until it is whole.
	 */
	private static final int MAX_VALUE = 1 << 20;

	private static final int DEFAULT_BUFFER = 1024;

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

	StepSettings settings(@Nullable String file, @Nullable Writer throwable, Consumer<String> problems) {
		return new StepSettings(file, this.message.firstText("nrepl.middleware.print/print"),
				this.message.map("nrepl.middleware.print/options"),
				this.message.firstText("nrepl.middleware.caught/caught"), throwable, problems);
	}

}
