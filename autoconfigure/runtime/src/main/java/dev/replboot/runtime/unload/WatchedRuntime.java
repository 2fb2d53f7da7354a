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

package dev.replboot.runtime.unload;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.runtime.ClosedRuntime;

/**
 * A runtime that was let go of, until the JVM has unloaded it. Refers weakly to it.
 */
final class WatchedRuntime {

	private static final Log logger = LogFactory.getLog(WatchedRuntime.class);

	/**
	 * How many collections that unload classes a runtime may survive: what has a
	 * finalizer needs a second one.
	 */
	private static final int COLLECTIONS = 2;

	private final String name;

	private final Instant closedAt = Instant.now();

	private final WeakReference<ClassLoader> home;

	private final Reference<ClassLoader> presence;

	private final Holders holders;

	private final ReferenceQueue<ClassLoader> queue;

	private Reference<ClassLoader> canary;

	private int survived;

	private int searches;

	private Holders.Found found = Holders.Found.NOTHING;

	WatchedRuntime(String name, ClassLoader home, Holders holders, ReferenceQueue<ClassLoader> queue) {
		this.name = name;
		this.home = new WeakReference<>(home);
		this.presence = new PhantomReference<>(home, queue);
		this.holders = holders;
		this.queue = queue;
		this.canary = Canary.release(queue);
	}

	synchronized boolean isGone() {
		return this.presence.refersTo(null);
	}

	/**
	 * Look whether classes were unloaded since the last look.
	 * @return whether it is time to search for what holds the runtime
	 */
	synchronized boolean look() {
		if (isGone()) {
			return false;
		}
		if (this.survived < COLLECTIONS && this.canary.refersTo(null)) {
			this.survived++;
			if (this.survived < COLLECTIONS) {
				this.canary = Canary.release(this.queue);
			}
		}
		return this.searches == 0 && this.survived > 0 || this.searches == 1 && this.survived == COLLECTIONS;
	}

	/**
	 * Search for what holds the runtime. The first search comes after the first
	 * collection, and lets go of what nobody needs; the second one is about what stays.
	 */
	void search() {
		Holders.Found found = searchNow();
		synchronized (this) {
			this.found = found;
			this.searches++;
			if (this.searches == 1) {
				// counted anew: something may have been let go of
				this.survived = 0;
				this.canary = Canary.release(this.queue);
			}
			else {
				logger.warn(describe().message()
						+ (found.paths().isEmpty() ? "" : " Held by " + String.join("; ", found.paths())));
			}
		}
	}

	private Holders.Found searchNow() {
		ClassLoader loader = this.home.get();
		if (loader == null) {
			return Holders.Found.NOTHING;
		}
		try {
			return this.holders.find(new RuntimeOwnership(loader, this.name));
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Could not look for what holds the closed REPL", ex);
			return new Holders.Found(List.of(), false);
		}
	}

	synchronized boolean stays() {
		return !isGone() && this.searches > 1;
	}

	synchronized ClosedRuntime describe() {
		boolean stays = stays();
		return new ClosedRuntime(this.name, this.closedAt, stays, stays ? staying() : waiting(),
				stays ? this.found.paths() : List.of());
	}

	private String waiting() {
		return this.name + " isn't collected yet: the JVM has unloaded "
				+ ((this.searches > 0 || this.survived > 0) ? "classes too few times" : "no classes")
				+ " since the REPL closed to tell whether it stays. A full collection, such as jcmd "
				+ ProcessHandle.current().pid() + " GC.run, unloads classes.";
	}

	private String staying() {
		String begin = this.name + " stays in memory, with its classes: collections that unload classes have left it.";
		if (!this.found.paths().isEmpty()) {
			return begin;
		}
		return begin
				+ (this.found.whole() ? " What holds it can't be seen from inside."
						: " The search for what holds it ended before it had seen everything.")
				+ " jcmd " + ProcessHandle.current().pid()
				+ " GC.heap_dump /tmp/heap.hprof writes a heap dump; look there for what"
				+ " leads from the GC roots to the RuntimeClassLoader whose name is " + this.name + ".";
	}

}
