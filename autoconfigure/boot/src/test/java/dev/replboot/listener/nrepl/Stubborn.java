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

package dev.replboot.listener.nrepl;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A bean whose method takes no notice of being stopped.
 */
public final class Stubborn {

	private volatile boolean over;

	private final AtomicInteger running = new AtomicInteger();

	private volatile int ignored;

	void setOver(boolean over) {
		this.over = over;
	}

	int running() {
		return this.running.get();
	}

	public void run() {
		this.running.incrementAndGet();
		while (!this.over) {
			try {
				LockSupport.parkNanos(1_000_000);
			}
			catch (Throwable ex) {
				this.ignored++;
			}
		}
		this.running.decrementAndGet();
	}

}
