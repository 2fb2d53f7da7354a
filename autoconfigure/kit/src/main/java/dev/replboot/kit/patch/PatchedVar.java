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

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A var of the application's own Clojure while it is patched. The kit's Clojure changes
 * its root and puts it back; this counts.
 */
final class PatchedVar implements Patched {

	private final String namespace;

	private final String name;

	private final Counter counter;

	private final VarChange change;

	/**
	 * Create it.
	 * @param namespace the var's namespace
	 * @param name the var's name
	 * @param counter counts its calls
	 * @param change changes the var's root
	 */
	PatchedVar(String namespace, String name, Counter counter, VarChange change) {
		this.namespace = namespace;
		this.name = name;
		this.counter = counter;
		this.change = change;
	}

	private @Nullable Object call(Callable<?> body, Callable<?> original) throws Exception {
		if (!this.counter.begin()) {
			return original.call();
		}
		long begin = System.nanoTime();
		try {
			Object result = body.call();
			this.counter.checkTime(System.nanoTime() - begin);
			return result;
		}
		catch (Throwable ex) {
			if (this.counter.failed(ex)) {
				return original.call();
			}
			throw ex;
		}
	}

	@Override
	public String owner() {
		return this.namespace;
	}

	@Override
	public String member() {
		return this.name;
	}

	@Override
	public boolean isSame(Patched other) {
		return other instanceof PatchedVar && other.owner().equals(this.namespace) && other.member().equals(this.name);
	}

	@Override
	public boolean isOverwritten() {
		return !this.change.isInForce();
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
		this.change.apply(this::call);
		return "";
	}

	@Override
	public void undo() {
		this.change.undo();
	}

}
