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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import org.jspecify.annotations.NullUnmarked;

/**
 * Kinds of methods, each with a call of it and with what may stand in its place. What the
 * methods do on the way is noted, so that the order shows too.
 */
@NullUnmarked
public final class ManyKinds {

	private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

	private static final List<String> NOTES = new ArrayList<>();

	static {
		ManyMethods.addTo(ManyKinds::add);
		ManyTypes.addTo(ManyKinds::add);
		ManyResults.addTo(ManyKinds::add);
		ManyBeans.addTo(ManyKinds::add);
	}

	private ManyKinds() {
	}

	private static void add(String name, Object target, String method, Callable<?> call, Object instead, String then) {
		KINDS.put(name, new Kind(name, target, method, call, instead, then));
	}

	static List<Kind> all() {
		return List.copyOf(KINDS.values());
	}

	/**
	 * What a kind's method is of.
	 * @param name the kind
	 * @return a class or an object
	 */
	public static Object target(String name) {
		return KINDS.get(name).target;
	}

	/**
	 * What may stand in place of what a kind's method gives.
	 * @param name the kind
	 * @return the value
	 */
	public static Object instead(String name) {
		Object instead = KINDS.get(name).instead;
		return (instead instanceof Supplier<?> made) ? made.get() : instead;
	}

	static void note(Object what) {
		synchronized (NOTES) {
			NOTES.add(String.valueOf(what));
		}
	}

	/**
	 * A kind of method.
	 *
	 * @param name its name
	 * @param target a class or an object
	 * @param method the method
	 * @param call calls it
	 * @param instead what may stand in place of what it gives, or makes that
	 * @param then what the call gives then, or {@code null} if it fails as without
	 */
	record Kind(String name, Object target, String method, Callable<?> call, Object instead, String then) {

		/**
		 * Call it.
		 * @return what it has noted, and what it gives or throws
		 */
		String outcome() {
			synchronized (NOTES) {
				NOTES.clear();
			}
			String end;
			try {
				end = "=> " + this.call.call();
			}
			catch (Throwable ex) {
				end = "threw " + ex + " suppressed " + Arrays.toString(ex.getSuppressed());
			}
			synchronized (NOTES) {
				return NOTES + " " + end;
			}
		}

		/**
		 * Whether an outcome is what is expected when something stands in its place.
		 * @param outcome what the call gave
		 * @return whether it is
		 */
		boolean isReplaced(String outcome) {
			return (this.then != null) ? outcome.endsWith("] => " + this.then) : outcome.endsWith("suppressed []");
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * Takes a kind.
	 */
	interface Adder {

		void add(String name, Object target, String method, Callable<?> call, Object instead, String then);

	}

}
