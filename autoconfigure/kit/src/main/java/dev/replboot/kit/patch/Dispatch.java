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

package dev.replboot.kit.patch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Where patched methods ask what to do. Their bytecode names this class and a number, and
 * holds nothing of the REPL's runtime; neither does this class once a patch has ended.
 */
public final class Dispatch {

	private static final Map<Long, Receiver> PATCHES = new ConcurrentHashMap<>();

	// All application contexts of the process share the count.
	private static final AtomicLong NUMBERS = new AtomicLong();

	// The calling thread is about to call the original of this method. It isn't the patch
	// that is remembered, since another one may have taken its place.
	private static final ThreadLocal<@Nullable CodeMethod> ORIGINAL = new ThreadLocal<>();

	private Dispatch() {
	}

	/**
	 * Called at the beginning of every patched method.
	 * @param patch the patch's number
	 * @param self the object, or {@code null} for a static method
	 * @param arguments the arguments
	 * @return what the method is to give, in an array of one, or {@code null} for the
	 * original to run
	 * @throws Throwable what the caller is to get
	 */
	public static @Nullable Object @Nullable [] enter(long patch, @Nullable Object self, @Nullable Object[] arguments)
			throws Throwable {
		Receiver receiver = PATCHES.get(patch);
		if (receiver == null) {
			return null;
		}
		CodeMethod original = ORIGINAL.get();
		if (original != null && original.equals(receiver.code())) {
			ORIGINAL.remove();
			return null;
		}
		return receiver.call(self, arguments);
	}

	static boolean isCallingOriginal(CodeMethod method) {
		CodeMethod original = ORIGINAL.get();
		return original != null && original.equals(method);
	}

	static void callingOriginal(CodeMethod method) {
		ORIGINAL.set(method);
	}

	// The call may not have got as far as the method.
	static void calledOriginal() {
		ORIGINAL.remove();
	}

	/**
	 * Hand on the calls of a method.
	 * @param receiver gets them
	 * @return the number by which the method's code asks for it
	 */
	static long add(Receiver receiver) {
		long number = NUMBERS.incrementAndGet();
		PATCHES.put(number, receiver);
		return number;
	}

	static void remove(long patch) {
		PATCHES.remove(patch);
	}

	/**
	 * Gets the calls of a method.
	 */
	interface Receiver {

		/**
		 * The method.
		 * @return the method whose calls it gets
		 */
		CodeMethod code();

		/**
		 * The method is called.
		 * @param self the object, or {@code null} for a static method
		 * @param arguments the arguments
		 * @return what the method is to give, in an array of one, or {@code null} for the
		 * original to run
		 * @throws Throwable what the caller is to get
		 */
		@Nullable Object @Nullable [] call(@Nullable Object self, @Nullable Object[] arguments) throws Throwable;

	}

}
