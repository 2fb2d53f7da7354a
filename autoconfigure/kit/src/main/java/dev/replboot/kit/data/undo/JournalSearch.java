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

package dev.replboot.kit.data.undo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.json.JsonLineReader;

/**
 * Search for one correction in a journal.
 */
final class JournalSearch {

	private static final int BUFFER = 1 << 16;

	private static final int MAX_ID = 100;

	private final Path file;

	private final String id;

	private final Undoings undoings = new Undoings();

	private long position;

	private int last;

	private long lineStart;

	private @Nullable FixHeader header;

	private FixImage.Source source = InputStream::nullInputStream;

	private long rows;

	private FixImage.State state = FixImage.State.PREPARED;

	private @Nullable String undoneBy;

	JournalSearch(Path file, String id) {
		this.file = file;
		this.id = id;
	}

	@Nullable FixImage find() throws IOException {
		try (InputStream input = new BufferedInputStream(Files.newInputStream(this.file), BUFFER)) {
			for (String line = nextState(input); line != null; line = nextState(input)) {
				note(line);
			}
		}
		FixHeader found = this.header;
		return (found != null) ? new FixImage(found, this.source, this.rows, this.state, undoneBy(), this.undoings)
				: null;
	}

	// what others have noted counts more than what follows from the undoings
	private @Nullable String undoneBy() {
		return (this.undoneBy != null) ? this.undoneBy : this.undoings.undoneBy(this.id);
	}

	// the next line that isn't a table or a row; lines that others have torn are passed
	// over
	private @Nullable String nextState(InputStream input) throws IOException {
		while (true) {
			this.lineStart = this.position;
			ByteArrayOutputStream line = new ByteArrayOutputStream();
			boolean state = matches(input, ImageLines.LINE_START, line) && id(input, line)
					&& matches(input, ImageLines.STATE_START, line);
			while (this.last >= 0 && this.last != '\n') {
				read(input);
				if (state) {
					line.write(this.last);
				}
			}
			if (this.last < 0) {
				return null;
			}
			if (state) {
				return line.toString(StandardCharsets.UTF_8);
			}
		}
	}

	private boolean matches(InputStream input, byte[] wanted, ByteArrayOutputStream line) throws IOException {
		for (byte next : wanted) {
			if (read(input) != next) {
				return false;
			}
			line.write(next);
		}
		return true;
	}

	// the quote that ends it begins what comes next
	private boolean id(InputStream input, ByteArrayOutputStream line) throws IOException {
		input.mark(MAX_ID);
		int length = 0;
		for (int next = input.read(); next != '"'; next = input.read()) {
			if (next < 0 || next == '\n' || ++length == MAX_ID) {
				input.reset();
				return false;
			}
			line.write(next);
		}
		input.reset();
		input.skipNBytes(length);
		this.position += length;
		return true;
	}

	private int read(InputStream input) throws IOException {
		this.last = input.read();
		this.position += (this.last >= 0) ? 1 : 0;
		return this.last;
	}

	private void note(String line) throws IOException {
		Map<String, @Nullable Object> members;
		try {
			members = JsonLineReader.read(line);
		}
		catch (IOException ex) {
			// torn by the death of the process that wrote it, before its correction could
			// be committed
			return;
		}
		String of = String.valueOf(members.get("fix"));
		if (!of.equals(this.id)) {
			noteOther(of, members);
			return;
		}
		switch (String.valueOf(members.get("state"))) {
			case "prepared" -> prepared(members);
			case "committed" -> this.state = FixImage.State.COMMITTED;
			case "failed" -> this.state = FixImage.State.FAILED;
			case "undone" -> {
				String by = (String) members.get("by");
				// whether that is undone itself follows from the lines about it
				this.undoneBy = this.undoings.ended(by, FixImage.State.COMMITTED) ? null : by;
			}
			case "redone" -> this.undoneBy = null;
			default -> throw new IOException("A line about " + this.id + " in " + this.file + " has an unknown state.");
		}
	}

	private void noteOther(String other, Map<String, @Nullable Object> members) {
		switch (String.valueOf(members.get("state"))) {
			case "prepared" -> {
				FixHeader header = FixHeader.of(other, members);
				if (header.undoes() != null) {
					this.undoings.prepared(
							new Undoings.Undoing(other, header.undoes(), header.transaction(), FixImage.State.PREPARED),
							this.id);
				}
			}
			case "committed" -> this.undoings.ended(other, FixImage.State.COMMITTED);
			case "failed" -> this.undoings.ended(other, FixImage.State.FAILED);
			case "undone" -> this.undoings.ended((String) members.get("by"), FixImage.State.COMMITTED);
			default -> {
			}
		}
	}

	private void prepared(Map<String, @Nullable Object> members) throws IOException {
		if (!(members.get("bytes") instanceof Long length) || !(members.get("rows") instanceof Long count)) {
			throw new IOException("A line about " + this.id + " in " + this.file + " is damaged.");
		}
		long from = this.lineStart - length;
		String expected = String.valueOf(members.get("sha256"));
		this.header = FixHeader.of(this.id, members);
		this.rows = count;
		this.source = () -> part(from, length, expected);
	}

	// whoever reads it must not take edited rows for those that were there
	private InputStream part(long from, long length, String expected) throws IOException {
		MessageDigest digest = ImageSpool.newDigest();
		try (InputStream checked = new DigestInputStream(range(from, length), digest)) {
			checked.transferTo(OutputStream.nullOutputStream());
		}
		String actual = HexFormat.of().formatHex(digest.digest());
		if (!actual.equals(expected)) {
			throw new IOException("The rows of " + this.id + " in " + this.file
					+ " aren't those that were written: their SHA-256 is " + actual + " instead of " + expected + ".");
		}
		return range(from, length);
	}

	private InputStream range(long from, long length) throws IOException {
		InputStream input = Files.newInputStream(this.file);
		input.skipNBytes(from);
		return new Range(new BufferedInputStream(input, BUFFER), length);
	}

	/**
	 * Part of a stream.
	 */
	private static final class Range extends FilterInputStream {

		private long left;

		Range(InputStream in, long length) {
			super(in);
			this.left = length;
		}

		@Override
		public int read() throws IOException {
			if (this.left <= 0) {
				return -1;
			}
			this.left--;
			return super.read();
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			if (this.left <= 0) {
				return -1;
			}
			int read = super.read(bytes, offset, (int) Math.min(length, this.left));
			this.left -= Math.max(read, 0);
			return read;
		}

	}

}
