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

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the forms of a twin without line editing come from.
 */
final class TwinInput {

	private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

	private TwinInput() {
	}

	/**
	 * Open what the command line asks for.
	 * @param options what it asks
	 * @param charset of standard input
	 * @return the forms
	 * @throws IOException if they can't be read, with a sentence that says what to do
	 */
	static Reader of(TwinOptions options, Charset charset) throws IOException {
		if (options.eval() != null) {
			return new StringReader(options.eval());
		}
		if (options.script() != null) {
			return new StringReader(script(Path.of(options.script())));
		}
		requireOpen();
		return new InputStreamReader(new FileInputStream(FileDescriptor.in), charset);
	}

	// whole, so that nothing of a file is evaluated that can't be read to its end
	private static String script(Path script) throws IOException {
		if (!Files.isReadable(script) || Files.isDirectory(script)) {
			throw new IOException("There is no file " + script.toAbsolutePath()
					+ " that can be read (--repl.twin.script). Check its path.");
		}
		try {
			String text = Files.readString(script);
			return text.startsWith("\uFEFF") ? text.substring(1) : text;
		}
		catch (CharacterCodingException ex) {
			throw new IOException(
					"The file " + script.toAbsolutePath()
							+ " isn't in UTF-8, so nothing of it was evaluated. Convert it, with iconv for example.",
					ex);
		}
	}

	// where standard input was closed, the first file that the JVM opens gets its number
	private static void requireOpen() throws IOException {
		if (Files.isSymbolicLink(STANDARD_INPUT) && Files.readSymbolicLink(STANDARD_INPUT)
			.startsWith(Path.of(System.getProperty("java.home")).toRealPath())) {
			throw new IOException(
					"Standard input is closed. Redirect it from a file or from /dev/null, or use --repl.twin.eval.");
		}
	}

}
