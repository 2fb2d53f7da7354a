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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

import org.jspecify.annotations.Nullable;

/**
 * The one call site that all polls of a runtime go through. While nobody is being stopped
 * it is a constant that does nothing, so the JIT compiler removes the polls; arming it
 * makes compiled code look for a stop again.
 *
 * @since 0.1.0
 */
public final class PollSite {

	private static final MethodHandle NOTHING = handle("nothing");

	private static final MethodHandle LOOK = handle("look");

	private static final MethodHandle REFUSE = handle("refuse");

	/**
	 * The site of code that shares the application's own Clojure.
	 */
	static final PollSite SHARED = new PollSite();

	private final MutableCallSite site = new MutableCallSite(NOTHING);

	private int armed;

	private boolean closed;

	/**
	 * The site that the polls of classes of a loader use.
	 * @param loader the loader of woven classes
	 * @return the site
	 */
	public static PollSite of(@Nullable ClassLoader loader) {
		RuntimeHome home = RuntimeHome.of(loader);
		return (home != null) ? home.scopes().pollSite() : SHARED;
	}

	/**
	 * What a poll invokes; to be kept in a static final field.
	 * @return a handle of type {@code ()void}
	 */
	public MethodHandle invoker() {
		return this.site.dynamicInvoker();
	}

	synchronized void arm() {
		this.armed++;
		retarget();
	}

	synchronized void disarm() {
		this.armed--;
		retarget();
	}

	/**
	 * From now on whoever reaches a poll is turned away.
	 */
	synchronized void close() {
		this.closed = true;
		retarget();
	}

	private void retarget() {
		MethodHandle target = this.closed ? REFUSE : (this.armed > 0) ? LOOK : NOTHING;
		if (this.site.getTarget() != target) {
			this.site.setTarget(target);
			MutableCallSite.syncAll(new MutableCallSite[] { this.site });
		}
	}

	private static MethodHandle handle(String name) {
		try {
			return MethodHandles.lookup().findStatic(StopCheck.class, name, MethodType.methodType(void.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
