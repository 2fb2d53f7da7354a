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

package dev.replboot.runtime.stop;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What evaluated code has opened or made that holds threads up or keeps them alive. Held
 * weakly, since what the code has let go of needs no closing, and told apart by identity,
 * since it may be a proxy that overrides {@code hashCode}.
 */
final class ScopeResources {

	private static final int SWEEP_AT = 64;

	private final List<WeakReference<Object>> open = new ArrayList<>();

	private int sweepAt = SWEEP_AT;

	synchronized void add(Object resource) {
		if (this.open.size() >= this.sweepAt) {
			this.open.removeIf((reference) -> reference.get() == null);
			this.sweepAt = Math.max(SWEEP_AT, 2 * this.open.size());
		}
		this.open.add(new WeakReference<>(resource));
	}

	synchronized boolean contains(Object resource) {
		return this.open.stream().anyMatch((reference) -> reference.get() == resource);
	}

	/**
	 * Take everything out, so that each is closed once.
	 * @return what there was
	 */
	synchronized List<Object> drain() {
		List<Object> all = new ArrayList<>(
				this.open.stream().map(WeakReference::get).filter(Objects::nonNull).toList());
		this.open.clear();
		return all;
	}

}
