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

import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.patch.Coercion.CoercionException;
import dev.replboot.runtime.stop.CallbackStoppedException;
import dev.replboot.runtime.stop.Callbacks;

/**
 * A method while it is patched: calls what stands in its place, counts, and gives up when
 * that fails too often.
 */
final class PatchedMethod implements Patched {

	private final PatchPlace place;

	// The application may hold what the patch gave, so its end clears this.
	private volatile @Nullable PatchBody body;

	private final Counter counter;

	private final DeclaredTypes types;

	private final PatchResults results = new PatchResults();

	private final CallerFault fault;

	private final String name;

	private volatile boolean over;

	/**
	 * Create it.
	 * @param place where it stands
	 * @param body what runs in its place
	 * @param counter counts its calls
	 */
	PatchedMethod(PatchPlace place, PatchBody body, Counter counter) {
		this.place = place;
		this.body = body;
		this.counter = counter;
		this.types = place.types();
		this.fault = new CallerFault(place, body, this.results);
		// The simple name may need a class that isn't there.
		String type = place.type().getName();
		this.name = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1) + "."
				+ this.types.name();
	}

	/**
	 * The method is called.
	 * @param self the object, or {@code null} for a static method
	 * @param arguments the arguments
	 * @param original the method without the patch
	 * @return what the method is to give, in an array of one, or {@code null} for the
	 * original to run
	 * @throws Throwable what the caller is to get
	 */
	@Nullable Object @Nullable [] call(@Nullable Object self, @Nullable Object[] arguments, PatchPlace.Original original)
			throws Throwable {
		PatchBody body = this.body;
		if (body == null || !this.counter.begin()) {
			return null;
		}
		Proceeding proceeding = new Proceeding(self, arguments, original);
		long begin = System.nanoTime();
		try {
			Object result = Callbacks.of(body.getClass()).run(() -> coerced(body, self, arguments, proceeding));
			if (this.over && !proceeding.used) {
				// The patch's runtime may be closed.
				return null;
			}
			this.counter.checkTime(System.nanoTime() - begin);
			if (proceeding.gave(result)) {
				this.results.passOn(result, begin);
			}
			else {
				this.results.add(result, proceeding.result, begin);
			}
			return new Object[] { result };
		}
		catch (Throwable ex) {
			if (ex == proceeding.thrown) {
				// The original has thrown this.
				throw ex;
			}
			if (proceeding.failures.isOfOriginal(ex)) {
				// The patch has waited for the original.
				throw EscapingException.of(ex);
			}
			boolean over = this.counter.failed(ex);
			boolean ended = ex instanceof CallbackStoppedException;
			// The original runs in place of the patch, but never twice.
			if ((over || ended || ex instanceof CoercionException) && !proceeding.used) {
				return null;
			}
			if (ended) {
				return proceeding.outcome();
			}
			Throwable escaping = EscapingException.of(ex);
			// The trace of a deep recursion doesn't show that the patch was called.
			this.results.count(escaping);
			throw escaping;
		}
	}

	// A lazy sequence is evaluated here, within the limits.
	private @Nullable Object coerced(PatchBody body, @Nullable Object self, @Nullable Object[] arguments,
			Proceeding proceeding) throws Throwable {
		Object result = body.call(self, arguments, proceeding);
		if (result != null && result == proceeding.passed) {
			return proceeding.result;
		}
		boolean expected = this.types.isCompiledByClojure() && this.types.erasedResult().isInstance(result);
		return expected ? result : Coercion.coerce(result, this.types.result(result, self, arguments),
				"What the patch of " + this.name + " gave", proceeding, proceeding.passed);
	}

	@Override
	public void callerFailed(Throwable failure, CallerFailures.Operation operation) {
		Throwable found = this.over ? null : this.fault.find(failure, operation);
		if (found != null) {
			this.results.count(found);
			this.counter.failed(new CallerFailedException(this.name, found));
		}
	}

	@Override
	public String owner() {
		return this.place.type().getName();
	}

	@Override
	public String member() {
		return this.place.member();
	}

	@Override
	public boolean isSame(Patched other) {
		return other instanceof PatchedMethod same && this.place.isSame(same.place);
	}

	@Override
	public long calls() {
		return this.counter.calls();
	}

	@Override
	public int errors() {
		return this.counter.errors();
	}

	@Override
	public @Nullable String lastError() {
		return this.counter.lastError();
	}

	@Override
	public String apply() {
		return this.place.apply(this);
	}

	@Override
	public boolean isOverwritten() {
		return !this.over && !ClassPatcher.isInForce(this.place.code());
	}

	@Override
	public void undo() {
		this.over = true;
		this.body = null;
		this.place.undo();
	}

	/**
	 * Calls the original, and coerces what comes later than the call.
	 */
	private final class Proceeding implements PatchBody.Proceed, Coercion.Later {

		private final @Nullable Object self;

		private final @Nullable Object[] given;

		private final PatchPlace.Original original;

		private volatile boolean used;

		private volatile boolean returned;

		private volatile @Nullable Throwable thrown;

		private volatile @Nullable Object result;

		// The patch got this in place of the result.
		private volatile @Nullable Object passed;

		private final LateFailures failures = new LateFailures(PatchedMethod.this.counter, PatchedMethod.this.results);

		private Proceeding(@Nullable Object self, @Nullable Object[] given, PatchPlace.Original original) {
			this.self = self;
			this.given = given;
			this.original = original;
		}

		@Override
		public @Nullable Object call(@Nullable Object @Nullable [] arguments) throws Throwable {
			@Nullable Object[] passed = (arguments != null) ? coerced(arguments) : this.given;
			this.used = true;
			try {
				// The original's time doesn't count.
				Object result = Callbacks.aside(() -> this.original.call(this.self, passed));
				this.result = result;
				this.returned = true;
				Object seen = this.failures.ofOriginal(result);
				this.passed = seen;
				return seen;
			}
			catch (Throwable ex) {
				this.thrown = ex;
				throw ex;
			}
		}

		private boolean gave(@Nullable Object result) {
			return this.returned && result == this.result;
		}

		// Any thread may complete the value.
		@Override
		public UnaryOperator<@Nullable Object> within(UnaryOperator<@Nullable Object> coercion) {
			return (value) -> {
				try {
					PatchBody body = PatchedMethod.this.body;
					// The patch may be over, and the value may still be of its runtime.
					Object owner = (body != null) ? body : value;
					Object made = (owner != null) ? Callbacks.of(owner.getClass()).run(() -> coercion.apply(value))
							: coercion.apply(null);
					PatchedMethod.this.results.addLater(made, this.result);
					return made;
				}
				catch (Throwable ex) {
					PatchedMethod.this.results.count(ex);
					PatchedMethod.this.counter.failed(ex);
					throw (ex instanceof RuntimeException unchecked) ? unchecked : new CompletionException(ex);
				}
			};
		}

		@Override
		public Consumer<Throwable> failures() {
			return this.failures;
		}

		// The original has run before the patch was ended.
		private @Nullable Object @Nullable [] outcome() throws Throwable {
			Throwable failure = this.thrown;
			if (failure != null) {
				throw failure;
			}
			return new Object[] { this.result };
		}

		private @Nullable Object[] coerced(@Nullable Object[] arguments) {
			int count = this.given.length;
			if (count != arguments.length) {
				throw new CoercionException(PatchedMethod.this.name + " takes " + count
						+ " arguments, and proceed was called with " + arguments.length);
			}
			@Nullable Object[] coerced = new Object[count];
			for (int i = 0; i < count; i++) {
				coerced[i] = Coercion.coerce(arguments[i], PatchedMethod.this.types.parameter(i, this.self),
						"Argument " + (i + 1) + " of proceed", this, this.given[i]);
			}
			return coerced;
		}

	}

}
