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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A method that is watched, by one or several.
 */
final class WatchSite {

	private final long number;

	private final CodeMethod method;

	private final List<Watch> watches = new CopyOnWriteArrayList<>();

	WatchSite(long number, CodeMethod method) {
		this.number = number;
		this.method = method;
	}

	long number() {
		return this.number;
	}

	CodeMethod method() {
		return this.method;
	}

	void add(Watch watch) {
		this.watches.add(watch);
	}

	/**
	 * Take a watch away.
	 * @param watch the watch
	 * @return whether it was the last
	 */
	boolean remove(Watch watch) {
		this.watches.remove(watch);
		return this.watches.isEmpty();
	}

	/**
	 * A call begins.
	 * @param self the object, or {@code null}
	 * @param arguments the arguments
	 * @return a call for each watch that is interested, or {@code null} if none is
	 */
	@Nullable WatchedCall @Nullable [] enter(@Nullable Object self, @Nullable Object[] arguments) {
		@Nullable WatchedCall[] calls = null;
		int i = 0;
		for (Watch watch : this.watches) {
			WatchedCall call = watch.begin(self, arguments);
			if (call != null) {
				calls = put(calls, i++, call);
			}
		}
		return calls;
	}

	private static @Nullable WatchedCall[] put(@Nullable WatchedCall @Nullable [] calls, int index, WatchedCall call) {
		@Nullable WatchedCall[] all = (calls != null) ? Arrays.copyOf(calls, index + 1) : new WatchedCall[1];
		all[index] = call;
		return all;
	}

}
