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

package dev.replboot.runtime.loader;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.weave.ClassWeaver;

/**
 * Weaves Clojure's own classes on another thread while the first of them are being
 * defined, for weaving takes about a third of the time of opening.
 */
final class WovenAhead {

	// what starting Clojure needs nothing of
	private static final Set<String> NEVER_NEEDED = Set.of("asm", "data", "inspector", "parallel", "reflect", "test",
			"tools", "xml", "zip");

	private final Map<String, byte[]> originals;

	private final Map<String, byte[]> woven = new ConcurrentHashMap<>();

	private final Set<String> taken = ConcurrentHashMap.newKeySet();

	private volatile boolean over;

	private WovenAhead(Map<String, byte[]> originals) {
		this.originals = originals;
	}

	/**
	 * Begin.
	 * @param originals class files by their names in the jar, in the order in which they
	 * are woven
	 * @return what has been woven at any time
	 */
	static WovenAhead start(Map<String, byte[]> originals) {
		WovenAhead ahead = new WovenAhead(originals);
		Thread thread = new Thread(null, ahead::weaveAll, "repl-weaving", 0, false);
		thread.setDaemon(true);
		thread.start();
		return ahead;
	}

	private void weaveAll() {
		for (Map.Entry<String, byte[]> original : this.originals.entrySet()) {
			String file = original.getKey();
			if (this.over) {
				return;
			}
			if (isNeeded(file) && this.taken.add(file)) {
				this.woven.put(file, weave(file, original.getValue()));
			}
		}
	}

	private static boolean isNeeded(String file) {
		int start = file.indexOf('/') + 1;
		int end = file.indexOf('/', start);
		return end < 0 || !NEVER_NEEDED.contains(file.substring(start, end));
	}

	/**
	 * Take one of Clojure's own classes, which is woven now if it hasn't been.
	 * @param file the file's name
	 * @return the class file to define, or {@code null} if it isn't one of Clojure's own
	 */
	byte @Nullable [] take(String file) {
		byte[] original = this.originals.get(file);
		if (original == null) {
			return null;
		}
		byte[] ready = this.taken.add(file) ? null : this.woven.remove(file);
		return (ready != null) ? ready : weave(file, original);
	}

	private static byte[] weave(String file, byte[] original) {
		return ClassWeaver.weaveClojure(file.substring(0, file.length() - ".class".length()), original);
	}

	/**
	 * Stop.
	 */
	void stop() {
		this.over = true;
	}

}
