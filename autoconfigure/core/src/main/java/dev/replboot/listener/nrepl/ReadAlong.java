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
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Passes everything on to another stream, call by call, so that the other does with it
 * what it would have done anyway; and tells what it was.
 */
final class ReadAlong extends PrintStream {

	private final PrintStream original;

	private final CharsetDecoder decoder = encoding().newDecoder()
		.onMalformedInput(CodingErrorAction.REPLACE)
		.onUnmappableCharacter(CodingErrorAction.REPLACE);

	// the beginning of a character whose rest is still to come
	private ByteBuffer halves = ByteBuffer.allocate(0);

	private volatile @Nullable Consumer<String> told;

	ReadAlong(PrintStream original, Consumer<String> told) {
		super(OutputStream.nullOutputStream());
		this.original = original;
		this.told = told;
	}

	// PrintStream tells its charset since Java 18
	private static Charset encoding() {
		String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
		return (name != null && Charset.isSupported(name)) ? Charset.forName(name) : Charset.defaultCharset();
	}

	PrintStream original() {
		return this.original;
	}

	/**
	 * Only pass on, from now on.
	 */
	void retire() {
		this.told = null;
	}

	private void tell(String text) {
		Consumer<String> told = this.told;
		if (told != null && !text.isEmpty()) {
			told.accept(text);
		}
	}

	private void tell(byte[] bytes, int offset, int length) {
		if (this.told != null) {
			tell(decode(bytes, offset, length));
		}
	}

	private synchronized String decode(byte[] bytes, int offset, int length) {
		ByteBuffer input = ByteBuffer.allocate(this.halves.remaining() + length)
			.put(this.halves)
			.put(bytes, offset, length)
			.flip();
		CharBuffer text = CharBuffer.allocate(input.remaining() + 1);
		this.decoder.decode(input, text, false);
		this.halves = ByteBuffer.allocate(input.remaining()).put(input).flip();
		return text.flip().toString();
	}

	@Override
	public void write(int value) {
		this.original.write(value);
		tell(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		this.original.write(bytes, offset, length);
		tell(bytes, offset, length);
	}

	@Override
	public void write(byte[] bytes) throws IOException {
		this.original.write(bytes);
		tell(bytes, 0, bytes.length);
	}

	@Override
	public void writeBytes(byte[] bytes) {
		this.original.writeBytes(bytes);
		tell(bytes, 0, bytes.length);
	}

	@Override
	public void print(boolean value) {
		this.original.print(value);
		tell(String.valueOf(value));
	}

	@Override
	public void println(boolean value) {
		this.original.println(value);
		tell(value + System.lineSeparator());
	}

	@Override
	public void print(char value) {
		this.original.print(value);
		tell(String.valueOf(value));
	}

	@Override
	public void println(char value) {
		this.original.println(value);
		tell(value + System.lineSeparator());
	}

	@Override
	public void print(int value) {
		this.original.print(value);
		tell(String.valueOf(value));
	}

	@Override
	public void println(int value) {
		this.original.println(value);
		tell(value + System.lineSeparator());
	}

	@Override
	public void print(long value) {
		this.original.print(value);
		tell(String.valueOf(value));
	}

	@Override
	public void println(long value) {
		this.original.println(value);
		tell(value + System.lineSeparator());
	}

	@Override
	public void print(float value) {
		this.original.print(value);
		tell(String.valueOf(value));
	}

	@Override
	public void println(float value) {
		this.original.println(value);
		tell(value + System.lineSeparator());
	}

	@Override
	public void print(double value) {
		this.original.print(value);
		tell(String.valueOf(value));
	}

	@Override
	public void println(double value) {
		this.original.println(value);
		tell(value + System.lineSeparator());
	}

	@Override
	public void print(@Nullable String value) {
		this.original.print(value);
		tell(String.valueOf(value));
	}

	@Override
	public void println(@Nullable String value) {
		this.original.println(value);
		tell(value + System.lineSeparator());
	}

	@Override
	public void print(char[] value) {
		this.original.print(value);
		tell(String.valueOf(value));
	}

	@Override
	public void println(char[] value) {
		this.original.println(value);
		tell(String.valueOf(value) + System.lineSeparator());
	}

	// made text of once, as without us
	@Override
	public void print(@Nullable Object value) {
		print(String.valueOf(value));
	}

	@Override
	public void println(@Nullable Object value) {
		println(String.valueOf(value));
	}

	@Override
	public void println() {
		this.original.println();
		tell(System.lineSeparator());
	}

	@Override
	public PrintStream printf(String format, @Nullable Object... values) {
		return format(format, values);
	}

	@Override
	public PrintStream printf(@Nullable Locale locale, String format, @Nullable Object... values) {
		return format(locale, format, values);
	}

	@Override
	public PrintStream format(String format, @Nullable Object... values) {
		print(String.format(format, values));
		return this;
	}

	@Override
	public PrintStream format(@Nullable Locale locale, String format, @Nullable Object... values) {
		print(String.format(locale, format, values));
		return this;
	}

	@Override
	public PrintStream append(@Nullable CharSequence value) {
		print(String.valueOf(value));
		return this;
	}

	@Override
	public PrintStream append(@Nullable CharSequence value, int start, int end) {
		return append(((value != null) ? value : "null").subSequence(start, end));
	}

	@Override
	public PrintStream append(char value) {
		print(value);
		return this;
	}

	@Override
	public void flush() {
		this.original.flush();
	}

	@Override
	public void close() {
		this.original.close();
	}

	@Override
	public boolean checkError() {
		return this.original.checkError();
	}

}
