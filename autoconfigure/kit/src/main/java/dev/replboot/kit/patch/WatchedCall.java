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

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A call of a watched method. While it is under way it has the objects of the
 * application; once it is noted it has what is shown of them.
 */
public final class WatchedCall {

	private final Watch watch;

	private final boolean noted;

	private final boolean outermost;

	private final Instant at = Instant.now();

	private final String thread = Thread.currentThread().getName();

	private @Nullable Object self;

	private @Nullable Object @Nullable [] arguments;

	private @Nullable Object result;

	private @Nullable Throwable thrown;

	private @Nullable Callers callers;

	private @Nullable Object continuation;

	private @Nullable Object shownArguments;

	private @Nullable Object shownBefore;

	private @Nullable Object shownResult;

	private @Nullable Object shown;

	private long begin;

	private long nanos;

	private boolean suspended;

	WatchedCall(Watch watch, boolean noted, boolean outermost, @Nullable Object self, @Nullable Object[] arguments) {
		this.watch = watch;
		this.noted = noted;
		this.outermost = outermost;
		this.self = self;
		this.arguments = arguments;
	}

	Watch watch() {
		return this.watch;
	}

	boolean isNoted() {
		return this.noted;
	}

	boolean isOutermost() {
		return this.outermost;
	}

	void begin() {
		this.begin = System.nanoTime();
	}

	void end(@Nullable Object result, @Nullable Throwable thrown, long now) {
		this.result = result;
		this.thrown = thrown;
		this.nanos = now - this.begin;
	}

	void suspended() {
		this.suspended = true;
	}

	void calledBy(Callers callers) {
		this.callers = callers;
	}

	boolean hasCallers() {
		return this.callers != null;
	}

	/**
	 * Where a suspending function of Kotlin goes on.
	 * @return its last argument, or {@code null}
	 */
	@Nullable Object continuation() {
		return this.continuation;
	}

	void continuation(@Nullable Object caller) {
		this.continuation = caller;
	}

	void shownArguments(@Nullable Object shown) {
		this.shownArguments = shown;
	}

	void shownBefore(@Nullable Object shown) {
		this.shownBefore = shown;
	}

	void shownResult(@Nullable Object shown) {
		this.shownResult = shown;
	}

	void shown(@Nullable Object shown) {
		this.shown = shown;
	}

	/**
	 * Clear the references to the application's objects.
	 * @return this
	 */
	WatchedCall release() {
		this.self = null;
		this.arguments = null;
		this.result = null;
		this.continuation = null;
		return this;
	}

	/**
	 * The object.
	 * @return {@code null} for a static method, and once the call is noted
	 */
	public @Nullable Object self() {
		return this.self;
	}

	/**
	 * The arguments.
	 * @return the very objects, none once the call is noted
	 */
	public List<@Nullable Object> arguments() {
		@Nullable Object[] all = this.arguments;
		return (all != null) ? Arrays.asList(all) : List.of();
	}

	/**
	 * What it gave.
	 * @return the very object, {@code null} before the end and once the call is noted
	 */
	public @Nullable Object result() {
		return this.result;
	}

	/**
	 * What it threw.
	 * @return the exception, or {@code null}
	 */
	public @Nullable Throwable thrown() {
		return this.thrown;
	}

	/**
	 * How long it took.
	 * @return nanoseconds
	 */
	public long nanos() {
		return this.nanos;
	}

	/**
	 * Whether Kotlin's coroutine was suspended, so that what it gave went to its caller
	 * by another way.
	 * @return whether the result isn't known
	 */
	public boolean isSuspended() {
		return this.suspended;
	}

	/**
	 * When it began.
	 * @return the moment
	 */
	public Instant at() {
		return this.at;
	}

	/**
	 * The thread that it began on.
	 * @return the thread's name
	 */
	public String thread() {
		return this.thread;
	}

	/**
	 * Who called it, without proxies, reflection and interceptors.
	 * @return the frames, the nearest first
	 */
	public List<String> callers() {
		Callers known = this.callers;
		return (known != null) ? known.stack() : List.of();
	}

	/**
	 * The line of the application's code that called it.
	 * @return the line, or the nearest frame if there is none
	 */
	public String from() {
		Callers known = this.callers;
		return (known != null) ? known.from() : "?";
	}

	/**
	 * What is shown of the arguments.
	 * @return data
	 */
	public @Nullable Object shownArguments() {
		return this.shownArguments;
	}

	/**
	 * What is shown of what the expression before the call gave.
	 * @return data
	 */
	public @Nullable Object shownBefore() {
		return this.shownBefore;
	}

	/**
	 * What is shown of the result or the exception.
	 * @return data
	 */
	public @Nullable Object shownResult() {
		return this.shownResult;
	}

	/**
	 * What is shown of what the expression gave.
	 * @return data
	 */
	public @Nullable Object shown() {
		return this.shown;
	}

}
