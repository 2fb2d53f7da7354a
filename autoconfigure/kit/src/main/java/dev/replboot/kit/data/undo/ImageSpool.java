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

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageSink;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.TemporaryFile;
import dev.replboot.kit.data.image.ValueTexts;
import dev.replboot.kit.data.json.JsonLineWriter;

/**
 * All changes of one correction as lines of JSON. They are in memory as long as they are
 * small, and in a {@link TemporaryFile} otherwise.
 */
public final class ImageSpool implements ImageSink {

	private static final int IN_MEMORY = 1 << 20;

	private final String id;

	private final MessageDigest digest = newDigest();

	private final Overflow overflow = new Overflow();

	private final OutputStream output = new BufferedOutputStream(new DigestOutputStream(this.overflow, this.digest));

	private final JsonLineWriter lines = new JsonLineWriter(this.output);

	private final Map<TableImage, Integer> tables = new LinkedHashMap<>();

	private @Nullable MariaDbPacket packet;

	private long rows;

	private @Nullable String sha256;

	/**
	 * Create it, empty.
	 * @param id the correction's id
	 */
	public ImageSpool(String id) {
		this.id = id;
	}

	@Override
	public void bound(long bytes) {
		this.packet = new MariaDbPacket(bytes);
	}

	@Override
	public void accept(ImageChange change) throws IOException {
		TableImage table = change.table();
		Integer number = this.tables.get(table);
		if (number == null) {
			refuse(table);
			number = this.tables.size();
			this.tables.put(table, number);
			this.lines.write(ImageLines.table(this.id, number, table));
		}
		refuse(table, change.before());
		refuse(table, change.after());
		String refusal = (this.packet != null) ? this.packet.refusal(change) : null;
		if (refusal != null) {
			throw new IOException(refusal);
		}
		this.lines.write(ImageLines.row(this.id, number, change));
		this.rows++;
	}

	private static void refuse(TableImage table) throws IOException {
		List<String> refusals = table.columns()
			.stream()
			.filter((column) -> !column.generated())
			.map((column) -> ValueTexts.refusal(table.kind(), column))
			.filter((refusal) -> refusal != null)
			.map(String::valueOf)
			.toList();
		if (!refusals.isEmpty()) {
			throw new IOException(
					"Rows of " + table.id().shown(table.kind(), "") + " were changed. " + String.join(" ", refusals));
		}
	}

	private static void refuse(TableImage table, @Nullable RowImage row) throws IOException {
		for (int i = 0; row != null && i < table.columns().size(); i++) {
			String refusal = ValueTexts.refusal(table.kind(), table.columns().get(i), row.texts().get(i));
			if (refusal != null) {
				throw new IOException("Rows of " + table.id().shown(table.kind(), "") + " were changed. " + refusal);
			}
		}
	}

	/**
	 * All changes are there.
	 * @throws IOException if they can't be kept
	 */
	void complete() throws IOException {
		if (this.sha256 == null) {
			this.lines.flush();
			this.sha256 = HexFormat.of().formatHex(this.digest.digest());
		}
	}

	String id() {
		return this.id;
	}

	/**
	 * How many rows there are.
	 * @return the number
	 */
	public long rows() {
		return this.rows;
	}

	/**
	 * The length of all lines.
	 * @return bytes
	 */
	public long bytes() {
		return this.overflow.size;
	}

	/**
	 * The SHA-256 of all lines.
	 * @return the hash, in hexadecimal digits
	 * @throws IOException if the lines can't be kept
	 */
	public String sha256() throws IOException {
		complete();
		return String.valueOf(this.sha256);
	}

	InputStream open() throws IOException {
		complete();
		return this.overflow.file.isThere() ? this.overflow.file.input()
				: new ByteArrayInputStream(this.overflow.memory.toByteArray());
	}

	/**
	 * Nobody needs the changes any more.
	 */
	@Override
	public void close() throws IOException {
		this.overflow.file.close();
	}

	static MessageDigest newDigest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Memory that becomes a file.
	 */
	private static final class Overflow extends OutputStream {

		private ByteArrayOutputStream memory = new ByteArrayOutputStream();

		private final TemporaryFile file = new TemporaryFile();

		private long size;

		@Override
		public void write(int b) throws IOException {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			if (!this.file.isThere() && this.size + length <= IN_MEMORY) {
				this.memory.write(bytes, offset, length);
				this.size += length;
				return;
			}
			if (!this.file.isThere()) {
				this.file.write(this.memory.toByteArray(), 0, this.memory.size(), 0);
				this.memory = new ByteArrayOutputStream();
			}
			this.file.write(bytes, offset, length, this.size);
			this.size += length;
		}

	}

}
