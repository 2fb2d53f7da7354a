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

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.replboot.runtime.weave.ClassWeaver;

/**
 * Weaves Clojure's own classes on another thread while the first of them are being
 * defined, for weaving takes about a third of the time of opening. Needed with a release
 * of Clojure that wasn't woven at build time.
 */
final class WovenAhead {

	// what starting Clojure needs nothing of
	private static final Set<String> NEVER_NEEDED = Set.of("asm", "data", "inspector", "parallel", "reflect", "test",
			"tools", "xml", "zip");

	private final ClojureJars jars;

	private final Map<String, byte[]> woven = new ConcurrentHashMap<>();

	private final Set<String> taken = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean started = new AtomicBoolean();

	private volatile boolean over;

	WovenAhead(ClojureJars jars) {
		this.jars = jars;
	}

	/**
	 * Take one of Clojure's own classes, which is woven now if it hasn't been. Weaving
	 * ahead begins with the first.
	 * @param file the file's name
	 * @param original the class file
	 * @return the class file to define
	 */
	byte[] take(String file, byte[] original) {
		if (this.started.compareAndSet(false, true)) {
			start();
		}
		byte[] ready = this.taken.add(file) ? null : this.woven.remove(file);
		return (ready != null) ? ready : weave(file, original);
	}

	private void start() {
		Thread thread = new Thread(null, this::weaveAll, "repl-weaving", 0, false);
		thread.setDaemon(true);
		thread.start();
	}

	private void weaveAll() {
		try {
			for (Iterator<String> files = this.jars.names().iterator(); files.hasNext() && !this.over;) {
				weaveAhead(files.next());
			}
		}
		catch (IllegalStateException ex) {
			if (!this.over) {
				throw ex;
			}
			// the jars have just been closed
		}
	}

	private void weaveAhead(String file) {
		if (isNeeded(file) && this.taken.add(file)) {
			byte[] original = this.jars.find(file);
			if (original != null) {
				this.woven.put(file, weave(file, original));
			}
		}
	}

	private static boolean isNeeded(String file) {
		int start = file.indexOf('/') + 1;
		int end = file.indexOf('/', start);
		return end < 0 || !NEVER_NEEDED.contains(file.substring(start, end));
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
