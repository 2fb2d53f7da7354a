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

import org.jspecify.annotations.Nullable;

/**
 * Where watched methods tell of their calls. Their bytecode names this class and a
 * number, and holds nothing of the REPL's runtime; neither does this class once nobody
 * watches.
 */
public final class WatchDispatch {

	private static final Map<Long, WatchSite> SITES = new ConcurrentHashMap<>();

	// A thread of the application that works for a watch isn't watched meanwhile.
	private static final ThreadLocal<@Nullable Boolean> BUSY = new ThreadLocal<>();

	private WatchDispatch() {
	}

	/**
	 * Called at the beginning of every watched method.
	 * @param number the number of the method's site
	 * @param self the object, or {@code null} for a static method
	 * @param arguments the arguments
	 * @return what {@link #exit} is to be given, or {@code null} if nobody is interested
	 */
	public static @Nullable Object enter(long number, @Nullable Object self, @Nullable Object[] arguments) {
		WatchSite site = SITES.get(number);
		if (site == null || BUSY.get() != null || Dispatch.isCallingOriginal(site.method())) {
			return null;
		}
		BUSY.set(Boolean.TRUE);
		try {
			return site.enter(self, arguments);
		}
		finally {
			BUSY.remove();
		}
	}

	/**
	 * Called at the end of each call of a watched method.
	 * @param calls what {@link #enter} has given
	 * @param result what the method gives, or {@code null}
	 * @param thrown what it throws, or {@code null}
	 */
	public static void exit(Object calls, @Nullable Object result, @Nullable Throwable thrown) {
		if (!(calls instanceof WatchedCall[] all)) {
			return;
		}
		long now = System.nanoTime();
		BUSY.set(Boolean.TRUE);
		try {
			for (WatchedCall call : all) {
				if (call != null) {
					call.watch().end(call, result, thrown, now);
				}
			}
		}
		finally {
			BUSY.remove();
		}
	}

	static void add(WatchSite site) {
		SITES.put(site.number(), site);
	}

	static void remove(WatchSite site) {
		SITES.remove(site.number());
	}

}
