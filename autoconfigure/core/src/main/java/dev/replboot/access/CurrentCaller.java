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

package dev.replboot.access;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Who calls the endpoint on this thread, so that what their request causes is on the
 * audit log with where it came from.
 */
@Internal
public final class CurrentCaller {

	private static final ThreadLocal<Caller> CURRENT = new ThreadLocal<>();

	private CurrentCaller() {
	}

	/**
	 * Do something on behalf of a caller.
	 * @param <T> the type of the result
	 * @param principal the caller
	 * @param peer where the request came from, or {@code null} when it isn't known
	 * @param task what to do
	 * @return the task's result
	 */
	public static <T> T call(ReplPrincipal principal, @Nullable Peer peer, Supplier<T> task) {
		CURRENT.set(new Caller(principal, peer));
		try {
			return task.get();
		}
		finally {
			CURRENT.remove();
		}
	}

	/**
	 * Whose request this thread handles.
	 * @return the principal, or {@code null} when it handles none
	 */
	public static @Nullable ReplPrincipal principal() {
		Caller caller = CURRENT.get();
		return (caller != null) ? caller.principal() : null;
	}

	/**
	 * Where the request that this thread handles came from.
	 * @return the peer, or {@code null} when it isn't known
	 */
	public static @Nullable Peer peer() {
		Caller caller = CURRENT.get();
		return (caller != null) ? caller.peer() : null;
	}

	/**
	 * A caller.
	 *
	 * @param principal the principal
	 * @param peer where the request came from, or {@code null}
	 */
	private record Caller(ReplPrincipal principal, @Nullable Peer peer) {

	}

}
