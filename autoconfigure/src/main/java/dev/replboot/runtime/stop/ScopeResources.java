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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What evaluated code has opened or made that holds threads up or keeps them alive. Held
 * weakly: what the code has let go of needs no closing.
 */
final class ScopeResources {

	private final Set<Object> open = Collections.newSetFromMap(new WeakHashMap<>());

	synchronized void add(Object resource) {
		this.open.add(resource);
	}

	synchronized void remove(Object resource) {
		this.open.remove(resource);
	}

	/**
	 * Take everything out, so that each is closed once.
	 * @return what there was
	 */
	synchronized List<Object> drain() {
		List<Object> all = new ArrayList<>(this.open);
		this.open.clear();
		return all;
	}

}
