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

package dev.replboot.runtime.hook;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Scopes;

/**
 * Asks before evaluated code allocates much at once: by the time that the JVM has counted
 * it, the application may be out of memory.
 */
public final class AllocationHooks {

	/**
	 * What is smaller is left to the count.
	 */
	private static final long LARGE = 1 << 20;

	private AllocationHooks() {
	}

	/**
	 * Called by woven code before something is made whose size is the last argument.
	 * @param length how many elements
	 * @param bits the size of one, in bits
	 */
	public static void sized(int length, int bits) {
		if (length > LARGE / 8) {
			ask((long) length * bits / 8);
		}
	}

	/**
	 * Called by woven code before a part of an array is copied.
	 * @param from where the part begins
	 * @param to where it ends
	 * @param bits the size of an element, in bits
	 */
	public static void sized(int from, int to, int bits) {
		sized((int) Math.min(Integer.MAX_VALUE, (long) to - from), bits);
	}

	/**
	 * Called by woven code before an array is cloned.
	 * @param array the array
	 */
	public static void cloning(@Nullable Object array) {
		Class<?> element = (array != null) ? array.getClass().getComponentType() : null;
		if (element != null) {
			sized(Array.getLength(array), SizedCalls.bits(element));
		}
	}

	static void ask(long bytes) {
		if (bytes >= LARGE) {
			Scopes.allocating(bytes);
		}
	}

	@ReplacementFor(value = Array.class, isStatic = true)
	public static Object newInstance(Class<?> type, int length) {
		sized(length, SizedCalls.bits(type));
		return Array.newInstance(type, length);
	}

	@ReplacementFor(value = Array.class, isStatic = true)
	public static Object newInstance(Class<?> type, int[] lengths) {
		long bits = SizedCalls.bits(type);
		for (int length : lengths) {
			bits = (bits > Long.MAX_VALUE / Math.max(1, length)) ? Long.MAX_VALUE : bits * Math.max(1, length);
		}
		ask(bits / 8);
		return Array.newInstance(type, lengths);
	}

	@ReplacementFor(value = ByteBuffer.class, isStatic = true)
	public static ByteBuffer allocateDirect(int capacity) {
		ask(capacity);
		ByteBuffer buffer = ByteBuffer.allocateDirect(capacity);
		Scopes.allocatedOutsideOfHeap(capacity);
		return buffer;
	}

	@ReplacementFor(StringBuilder.class)
	public static StringBuilder append(StringBuilder builder, @Nullable String text) {
		if (text != null) {
			growing(builder.length(), text.length());
		}
		return builder.append(text);
	}

	@ReplacementFor(StringBuilder.class)
	public static StringBuilder append(StringBuilder builder, @Nullable CharSequence text) {
		if (text instanceof String || text instanceof StringBuilder || text instanceof StringBuffer) {
			growing(builder.length(), text.length());
		}
		return builder.append(text);
	}

	@ReplacementFor(StringBuilder.class)
	public static StringBuilder append(StringBuilder builder, @Nullable Object text) {
		if (text instanceof String || text instanceof StringBuilder || text instanceof StringBuffer) {
			growing(builder.length(), ((CharSequence) text).length());
		}
		return builder.append(text);
	}

	@ReplacementFor(String.class)
	public static String concat(String text, String more) {
		growing(text.length(), more.length());
		return text.concat(more);
	}

	// the builder may be full, and then copies itself into one of twice the size
	private static void growing(int length, int more) {
		if (more > LARGE) {
			ask(2L * length + 2L * more);
		}
	}

	@ReplacementFor(String.class)
	public static String repeat(String text, int times) {
		ask((long) text.length() * times);
		return text.repeat(times);
	}

	@ReplacementFor(value = String.class, isStatic = true)
	public static String format(String format, @Nullable Object[] arguments) {
		ask(FormatWidths.of(format));
		return String.format(format, arguments);
	}

	@ReplacementFor(value = String.class, isStatic = true)
	public static String format(Locale locale, String format, @Nullable Object[] arguments) {
		ask(FormatWidths.of(format));
		return String.format(locale, format, arguments);
	}

	@ReplacementFor(String.class)
	public static String formatted(String format, @Nullable Object[] arguments) {
		ask(FormatWidths.of(format));
		return format.formatted(arguments);
	}

	@ReplacementFor(BigInteger.class)
	public static BigInteger shiftLeft(BigInteger number, int bits) {
		if (number.signum() != 0) {
			ask(((long) number.bitLength() + bits) / 8);
		}
		return number.shiftLeft(bits);
	}

	@ReplacementFor(BigInteger.class)
	public static BigInteger pow(BigInteger number, int exponent) {
		ask((number.bitLength() > 1) ? (long) number.bitLength() * exponent / 8 : 0);
		return number.pow(exponent);
	}

}
