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

package dev.replboot.test.extension;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps the notifications that the beans of {@link ExtendedApplication} receive, and what
 * the tests change while it runs.
 */
final class Notes {

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Set<String> gone = ConcurrentHashMap.newKeySet();

	private volatile boolean queueDown;

	void add(String line) {
		this.lines.add(line);
	}

	List<String> lines() {
		return List.copyOf(this.lines);
	}

	void leave(String name) {
		this.gone.add(name);
	}

	boolean isGone(String name) {
		return this.gone.contains(name);
	}

	void stopQueue() {
		this.queueDown = true;
	}

	boolean isQueueDown() {
		return this.queueDown;
	}

}
