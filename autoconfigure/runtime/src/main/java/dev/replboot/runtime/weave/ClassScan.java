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

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * A quick look into a class file, by which most of Clojure's own classes turn out to need
 * no rewriting. The layout is that of chapter 4 of the JVM specification.
 */
final class ClassScan {

	private static final int UTF8 = 1;

	private static final int CLASS = 7;

	private final byte[] bytes;

	private final int[] offsets;

	private int position;

	ClassScan(byte[] bytes) {
		this.bytes = bytes;
		this.position = 8;
		this.offsets = new int[u2()];
		readConstants();
	}

	private void readConstants() {
		for (int i = 1; i < this.offsets.length; i++) {
			this.offsets[i] = this.position;
			int tag = this.bytes[this.position++];
			switch (tag) {
				case UTF8 -> skip(u2());
				case 3, 4, 9, 10, 11, 12, 17, 18 -> this.position += 4;
				case 5, 6 -> {
					this.position += 8;
					i++;
				}
				case CLASS, 8, 16, 19, 20 -> this.position += 2;
				case 15 -> this.position += 3;
				default -> throw new IllegalArgumentException("Constant of unknown kind " + tag);
			}
		}
	}

	boolean mentionsClass(Predicate<String> interesting) {
		for (int offset : this.offsets) {
			if (offset > 0 && this.bytes[offset] == CLASS && interesting.test(utf8(u2(offset + 1)))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Which methods have a jump backwards. Reads on from the end of the constants, so it
	 * can be asked once.
	 * @return the methods that may loop, by their place in the class file
	 */
	BitSet loopingMethods() {
		BitSet looping = new BitSet();
		this.position += 6;
		skip(2 * u2());
		for (int fields = u2(); fields > 0; fields--) {
			this.position += 6;
			skipAttributes();
		}
		int methods = u2();
		for (int i = 0; i < methods; i++) {
			this.position += 6;
			looping.set(i, codeJumpsBack());
		}
		return looping;
	}

	private boolean codeJumpsBack() {
		boolean found = false;
		for (int attributes = u2(); attributes > 0; attributes--) {
			int name = u2();
			int length = u4();
			if (!found && isCode(name)) {
				int start = this.position + 8;
				found = BackwardJumps.in(this.bytes, start, start + u4(this.position + 4));
			}
			this.position += length;
		}
		return found;
	}

	private void skipAttributes() {
		for (int attributes = u2(); attributes > 0; attributes--) {
			this.position += 2;
			skip(u4());
		}
	}

	private boolean isCode(int index) {
		int offset = this.offsets[index];
		return u2(offset + 1) == 4 && this.bytes[offset + 3] == 'C' && this.bytes[offset + 4] == 'o'
				&& this.bytes[offset + 5] == 'd' && this.bytes[offset + 6] == 'e';
	}

	private String utf8(int index) {
		int offset = this.offsets[index];
		// the names that matter are plain ASCII
		return new String(this.bytes, offset + 3, u2(offset + 1), StandardCharsets.ISO_8859_1);
	}

	// not "position += u2()", which would forget that u2() moves on itself
	private void skip(int count) {
		this.position += count;
	}

	private int u2() {
		this.position += 2;
		return u2(this.position - 2);
	}

	private int u2(int offset) {
		return (this.bytes[offset] & 0xff) << 8 | (this.bytes[offset + 1] & 0xff);
	}

	private int u4() {
		this.position += 4;
		return u4(this.position - 4);
	}

	private int u4(int offset) {
		return u2(offset) << 16 | u2(offset + 2);
	}

}
