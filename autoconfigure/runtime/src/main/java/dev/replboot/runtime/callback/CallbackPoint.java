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

package dev.replboot.runtime.callback;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.CallbackStoppedException;
import dev.replboot.runtime.stop.Callbacks;
import dev.replboot.runtime.stop.PassedOnCall;
import dev.replboot.runtime.stop.ReplClosedException;

/**
 * A method by which threads of the application enter code of a runtime. Whatever becomes
 * of that code, the application gets nothing thrown because of a limit or of a REPL that
 * is closed.
 */
final class CallbackPoint {

	private static final Log logger = LogFactory.getLog(CallbackPoint.class);

	static final MethodHandle CALL = call();

	static final String TURN_AWAY = "turnAway";

	private final Callbacks callbacks;

	private final MethodHandle method;

	private final NeutralValue neutral;

	private final Overruns overruns = new Overruns();

	CallbackPoint(Callbacks callbacks, MethodHandle method, NeutralValue neutral) {
		this.callbacks = callbacks;
		this.method = method;
		this.neutral = neutral;
	}

	private static MethodHandle call() {
		try {
			return MethodHandles.lookup()
				.findVirtual(CallbackPoint.class, "call", MethodType.methodType(Object.class, Object[].class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@Nullable Object call(@Nullable Object[] arguments) throws Throwable {
		if (this.callbacks.isOver() || (this.callbacks.isOpen() && this.overruns.isSwitchedOff(arguments))) {
			return turnAway(arguments);
		}
		try {
			return this.callbacks.run(() -> this.method.invokeExact(arguments), this.neutral.next(arguments));
		}
		catch (CallbackStoppedException ex) {
			if (!ex.hasBegun()) {
				return turnAway(arguments);
			}
			PassedOnCall passedOn = ex.passedOn();
			Object neutral = end(arguments, ex, passedOn == null);
			if (passedOn != null && passedOn.thrown() != null) {
				throw passedOn.thrown();
			}
			return (passedOn != null) ? passedOn.result() : neutral;
		}
		catch (ReplClosedException ex) {
			return end(arguments, ex, true);
		}
	}

	private @Nullable Object turnAway(@Nullable Object[] arguments) {
		if (this.callbacks.isOver() && this.callbacks.turnsAway(this.overruns.target(arguments).getClass())) {
			logger.warn("The application has called " + this.neutral.describe(arguments)
					+ " of a REPL that is closed. It does nothing, now and from now on."
					+ " Take it out of wherever the application keeps it.");
		}
		return this.neutral.insteadOf(arguments);
	}

	private @Nullable Object end(@Nullable Object[] arguments, RuntimeException ex, boolean needsValue) {
		if (!this.callbacks.isOver()) {
			String consequence = this.overruns.another(arguments)
					? " It isn't called any more, because that has happened " + Overruns.MOST + " times." : "";
			logger.warn(this.neutral.describe(arguments) + ", which the REPL gave to the application, was ended on the"
					+ " thread \"" + Thread.currentThread().getName() + "\". " + ex.getMessage() + consequence);
		}
		return needsValue ? this.neutral.afterwards(arguments) : null;
	}

}
