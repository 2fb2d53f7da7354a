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

package dev.replboot.runtime.weave;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * What weaving makes of one class file, kept as what has to be added to the original:
 * compressed with the original for a dictionary.
 *
 * @param crc the original's CRC-32
 * @param originalLength the original's length, in bytes
 * @param length the woven file's length, in bytes
 * @param compressed the woven file, empty if it is the original
 */
record ClassDelta(int crc, int originalLength, int length, byte[] compressed) {

	// what the format uses of a dictionary
	private static final int WINDOW = 1 << 15;

	static ClassDelta between(byte[] original, byte[] woven) {
		byte[] compressed = Arrays.equals(original, woven) ? new byte[0] : compress(original, woven);
		return new ClassDelta(crc(original), original.length, woven.length, compressed);
	}

	private static byte[] compress(byte[] original, byte[] woven) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		try {
			deflater.setDictionary(dictionary(original));
			deflater.setInput(woven);
			deflater.finish();
			byte[] buffer = new byte[woven.length + 64];
			int length = deflater.deflate(buffer);
			if (!deflater.finished()) {
				throw new IllegalStateException("A class file became longer by being compressed");
			}
			return Arrays.copyOf(buffer, length);
		}
		finally {
			deflater.end();
		}
	}

	private static byte[] dictionary(byte[] original) {
		return (original.length > WINDOW) ? Arrays.copyOf(original, WINDOW) : original;
	}

	/**
	 * Apply to the file that it was made from.
	 * @param original the class file
	 * @return the woven one, or {@code null} if it was made from another file
	 */
	byte @Nullable [] applyTo(byte[] original) {
		if (original.length != this.originalLength || crc(original) != this.crc) {
			return null;
		}
		return (this.compressed.length == 0) ? original : expand(original);
	}

	private byte[] expand(byte[] original) {
		Inflater inflater = new Inflater(true);
		try {
			inflater.setDictionary(dictionary(original));
			inflater.setInput(this.compressed);
			byte[] woven = new byte[this.length];
			if (inflater.inflate(woven) != this.length) {
				throw new IllegalStateException("The file with the woven classes is damaged");
			}
			return woven;
		}
		catch (DataFormatException ex) {
			throw new IllegalStateException("The file with the woven classes is damaged", ex);
		}
		finally {
			inflater.end();
		}
	}

	private static int crc(byte[] bytes) {
		CRC32 crc = new CRC32();
		crc.update(bytes);
		return (int) crc.getValue();
	}

	static ClassDelta read(DataInputStream in) throws IOException {
		int crc = in.readInt();
		int originalLength = in.readInt();
		int length = in.readInt();
		byte[] compressed = new byte[in.readInt()];
		in.readFully(compressed);
		return new ClassDelta(crc, originalLength, length, compressed);
	}

	void write(DataOutputStream out) throws IOException {
		out.writeInt(this.crc);
		out.writeInt(this.originalLength);
		out.writeInt(this.length);
		out.writeInt(this.compressed.length);
		out.write(this.compressed);
	}

}
