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

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Knows the last few exceptions by identity. None is held.
 */
final class RecentThrowables {

	private static final int MOST = 32;

	// Each call of a patch has one of these, and few calls fail.
	private @Nullable Deque<WeakReference<Throwable>> last;

	synchronized void add(Throwable thrown) {
		Deque<WeakReference<Throwable>> last = (this.last != null) ? this.last : new ArrayDeque<>(1);
		if (last.size() >= MOST) {
			last.removeFirst();
		}
		last.add(new WeakReference<>(thrown));
		this.last = last;
	}

	synchronized boolean contains(Throwable thrown) {
		return this.last != null && this.last.stream().anyMatch((each) -> each.refersTo(thrown));
	}

}
