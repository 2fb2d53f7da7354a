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
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one call site that all polls of a runtime go through. While nobody is being stopped
 * it is a constant that does nothing, so the JIT compiler removes the polls; arming it
 * makes compiled code look for a stop again.
 */
public final class PollSite {

	private static final Log logger = LogFactory.getLog(PollSite.class);

	private static final MethodHandle NOTHING = handle("nothing", void.class);

	private static final MethodHandle GIVE_WAY = handle("giveWay", void.class);

	private static final MethodHandle LOOK = handle("look", void.class);

	private static final MethodHandle REFUSE = handle("refuse", void.class, PollSite.class);

	private static final MethodHandle GOES_ON = handle("goesOn", boolean.class);

	private static final MethodHandle GIVE_WAY_FIRST = handle("giveWayFirst", boolean.class);

	private static final MethodHandle LOOK_FIRST = handle("lookFirst", boolean.class);

	private static final MethodHandle REFUSE_FIRST = handle("refuseFirst", boolean.class, PollSite.class);

	/**
	 * The site of code that shares the application's own Clojure.
	 */
	static final PollSite SHARED = new PollSite();

	private final MutableCallSite site = new MutableCallSite(NOTHING);

	private final MutableCallSite entry = new MutableCallSite(GOES_ON);

	private final MethodHandle refuse = REFUSE.bindTo(this);

	private final MethodHandle refuseFirst = REFUSE_FIRST.bindTo(this);

	private final AtomicBoolean noted = new AtomicBoolean();

	private int armed;

	private volatile boolean givesWay;

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

	/**
	 * What the poll at the beginning of a method of evaluated code invokes; to be kept in
	 * a static final field.
	 * @return a handle of type {@code ()boolean}: whether the method isn't to run
	 */
	public MethodHandle entryInvoker() {
		return this.entry.dynamicInvoker();
	}

	/**
	 * A function of a closed runtime was called.
	 */
	void turnedAway() {
		if (this.noted.compareAndSet(false, true)) {
			logger.warn("The application has called a function of a REPL that is closed. It does nothing and gives"
					+ " nothing, as will all others of that REPL. Take it out of wherever the application keeps it.");
		}
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
	 * From now on virtual threads give way to others at polls.
	 */
	void giveWay() {
		if (!this.givesWay) {
			synchronized (this) {
				this.givesWay = true;
				retarget();
			}
		}
	}

	/**
	 * From now on whoever reaches a poll is turned away.
	 */
	synchronized void close() {
		this.closed = true;
		retarget();
	}

	private void retarget() {
		MethodHandle target = this.closed ? this.refuse : (this.armed > 0) ? LOOK : this.givesWay ? GIVE_WAY : NOTHING;
		if (this.site.getTarget() != target) {
			this.site.setTarget(target);
			this.entry.setTarget(this.closed ? this.refuseFirst
					: (this.armed > 0) ? LOOK_FIRST : this.givesWay ? GIVE_WAY_FIRST : GOES_ON);
			MutableCallSite.syncAll(new MutableCallSite[] { this.site, this.entry });
		}
	}

	private static MethodHandle handle(String name, Class<?> result, Class<?>... parameters) {
		try {
			return MethodHandles.lookup().findStatic(StopCheck.class, name, MethodType.methodType(result, parameters));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
