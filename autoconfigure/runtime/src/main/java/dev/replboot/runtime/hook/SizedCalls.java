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

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * Methods and constructors of the JDK that allocate as much at once as their last
 * argument, an int, says.
 */
public final class SizedCalls {

	private static final String JDK = "java/";

	private static final String COPY = "java/util/Arrays.copyOf";

	private static final String COPY_RANGE = "java/util/Arrays.copyOfRange";

	private static final String CONSTRUCTOR = ".<init>";

	private static final int REFERENCE = 32;

	private static final Map<String, Integer> BITS = new HashMap<>();

	static {
		for (String type : new String[] { "Byte:8", "Char:16", "Short:16", "Int:32", "Float:32", "Long:64",
				"Double:64" }) {
			String[] parts = type.split(":");
			BITS.put("java/nio/" + parts[0] + "Buffer.allocate", Integer.valueOf(parts[1]));
		}
		for (String type : new String[] { "java/lang/StringBuilder", "java/lang/StringBuffer", "java/io/StringWriter",
				"java/io/ByteArrayOutputStream", "java/io/BufferedInputStream", "java/io/BufferedOutputStream",
				"java/io/PushbackInputStream" }) {
			BITS.put(type + CONSTRUCTOR, 8);
		}
		for (String type : new String[] { "java/io/CharArrayWriter", "java/io/BufferedReader", "java/io/BufferedWriter",
				"java/io/PushbackReader" }) {
			BITS.put(type + CONSTRUCTOR, 16);
		}
		for (String type : new String[] { "ArrayList", "Vector", "ArrayDeque", "PriorityQueue", "HashMap", "HashSet",
				"LinkedHashMap", "LinkedHashSet", "Hashtable", "IdentityHashMap", "WeakHashMap",
				"concurrent/ConcurrentHashMap", "concurrent/ArrayBlockingQueue", "concurrent/PriorityBlockingQueue",
				"concurrent/atomic/AtomicIntegerArray", "concurrent/atomic/AtomicReferenceArray" }) {
			BITS.put("java/util/" + type + CONSTRUCTOR, REFERENCE);
		}
		BITS.put("java/util/concurrent/atomic/AtomicLongArray" + CONSTRUCTOR, 64);
		BITS.put("java/util/BitSet" + CONSTRUCTOR, 1);
		BITS.put("java/util/BitSet.set", 1);
		BITS.put("java/math/BigInteger.setBit", 1);
		// a decimal digit takes a third of a byte
		BITS.put("java/math/BigDecimal.setScale", 3);
		for (String type : new String[] { "java/lang/StringBuilder", "java/lang/StringBuffer" }) {
			BITS.put(type + ".ensureCapacity", 8);
			BITS.put(type + ".setLength", 8);
		}
		BITS.put("java/util/ArrayList.ensureCapacity", REFERENCE);
		BITS.put("java/util/Vector.ensureCapacity", REFERENCE);
		BITS.put("java/util/Vector.setSize", REFERENCE);
	}

	private SizedCalls() {
	}

	/**
	 * The size of what a call allocates for each unit of its last argument.
	 * @param owner the class's internal name
	 * @param name the method's name
	 * @param descriptor the method's descriptor
	 * @return bits, or 0 for a call that isn't known to allocate much
	 */
	public static int bits(String owner, String name, String descriptor) {
		if (!owner.startsWith(JDK) || !descriptor.contains("I)") || descriptor.contains("[I)")) {
			return 0;
		}
		String key = owner + '.' + name;
		return (key.equals(COPY) || key.equals(COPY_RANGE)) ? bits(Type.getArgumentTypes(descriptor)[0])
				: BITS.getOrDefault(key, 0);
	}

	/**
	 * Whether a call copies a part, so that the last two arguments are its limits.
	 * @param owner the class's internal name
	 * @param name the method's name
	 * @return whether it does
	 */
	public static boolean isRange(String owner, String name) {
		return name.equals("copyOfRange") && owner.equals("java/util/Arrays");
	}

	private static int bits(Type array) {
		return bits(array.getElementType(), array.getDimensions());
	}

	private static int bits(Type element, int dimensions) {
		return (dimensions > 1) ? REFERENCE : switch (element.getSort()) {
			case Type.BYTE, Type.BOOLEAN -> 8;
			case Type.CHAR, Type.SHORT -> 16;
			case Type.LONG, Type.DOUBLE -> 64;
			default -> 32;
		};
	}

	static int bits(Class<?> element) {
		return bits(Type.getType(element), 1);
	}

	/**
	 * Ask before a reflective call.
	 * @param called what is called
	 * @param arguments its arguments
	 */
	static void ask(Executable called, @Nullable Object @Nullable [] arguments) {
		if (arguments == null || arguments.length == 0 || !(arguments[arguments.length - 1] instanceof Integer last)) {
			return;
		}
		String owner = Type.getInternalName(called.getDeclaringClass());
		if (!owner.startsWith(JDK)) {
			return;
		}
		String name = (called instanceof Method) ? called.getName() : "<init>";
		int bits = bits(owner, name, descriptor(called));
		if (bits > 0) {
			boolean range = isRange(owner, name) && arguments.length > 1;
			int from = (range && arguments[arguments.length - 2] instanceof Integer first) ? first : 0;
			AllocationHooks.sized(from, last, bits);
		}
	}

	private static String descriptor(Executable called) {
		return (called instanceof Method method) ? Type.getMethodDescriptor(method)
				: Type.getConstructorDescriptor((Constructor<?>) called);
	}

}
