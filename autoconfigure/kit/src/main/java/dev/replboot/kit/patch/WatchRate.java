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

/**
 * Bounds how many calls a second are noted.
 */
final class WatchRate {

	private final int perSecond;

	private long second;

	private int inSecond;

	/**
	 * Create it.
	 * @param perSecond how many calls a second
	 */
	WatchRate(int perSecond) {
		this.perSecond = perSecond;
	}

	/**
	 * Count a call.
	 * @return whether it may be noted
	 */
	synchronized boolean hasPlace() {
		long now = System.nanoTime() / 1_000_000_000;
		if (now != this.second) {
			this.second = now;
			this.inSecond = 0;
		}
		this.inSecond++;
		return this.inSecond <= this.perSecond;
	}

}
