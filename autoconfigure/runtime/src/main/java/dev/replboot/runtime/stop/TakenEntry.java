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

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.TakenThing;

/**
 * Something that was taken, and how it is given back. That succeeds once.
 */
final class TakenEntry {

	private final TakenThing thing;

	private final @Nullable TrackedScope scope;

	private final Taken.Item item;

	private final GiveBack onRequest;

	private final AtomicBoolean over = new AtomicBoolean();

	TakenEntry(TakenThing thing, @Nullable TrackedScope scope, Taken.Item item) {
		this(thing, scope, item, item.giveBack());
	}

	private TakenEntry(TakenThing thing, @Nullable TrackedScope scope, Taken.Item item, GiveBack onRequest) {
		this.thing = thing;
		this.scope = scope;
		this.item = item;
		this.onRequest = onRequest;
	}

	/**
	 * The same, with what whoever uses it knows of it.
	 * @param use what it is used for
	 * @return the entry to list in place of this one
	 */
	TakenEntry usedFor(Taken.Use use) {
		return new TakenEntry(new TakenThing(this.thing.id(), use.what(), use.to(), this.thing.by(), use.until()),
				this.scope, this.item, use.giveBack());
	}

	TakenThing thing() {
		return this.thing;
	}

	boolean isOf(Object identity) {
		Object own = this.item.identity();
		// others may be objects of evaluated code that compare themselves
		boolean isName = own instanceof String || own instanceof Taken.Key || own instanceof Taken.Place;
		return own == identity || (isName && own.equals(identity));
	}

	boolean isAdded() {
		return this.item.identity() instanceof Taken.Key || this.item.identity() instanceof Taken.Place;
	}

	/**
	 * Whether it is given back when an evaluation is stopped.
	 * @param scope the evaluation
	 * @return whether it is
	 */
	boolean endsWith(TrackedScope scope) {
		return this.scope == scope && this.item.withEvaluation().getAsBoolean();
	}

	/**
	 * Whether whoever took it has given it back.
	 * @return whether nothing is left to do
	 */
	boolean isGone() {
		return this.over.get() || this.item.gone().getAsBoolean();
	}

	void giveBack() throws Exception {
		giveBack(this.item.giveBack());
	}

	/**
	 * Give it back because somebody wants it back, while the REPL stays open.
	 * @throws Exception if it can't be given back
	 */
	void giveBackOnRequest() throws Exception {
		giveBack(this.onRequest);
		if (this.onRequest != this.item.giveBack() && !this.item.gone().getAsBoolean()) {
			// Whoever uses it has been asked, and gives it back later.
			this.over.set(false);
		}
	}

	private void giveBack(GiveBack how) throws Exception {
		if (!this.over.compareAndSet(false, true) || this.item.gone().getAsBoolean()) {
			return;
		}
		try {
			how.giveBack();
		}
		catch (Throwable ex) {
			this.over.set(false);
			throw ex;
		}
	}

}
