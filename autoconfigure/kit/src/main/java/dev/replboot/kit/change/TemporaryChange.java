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

package dev.replboot.kit.change;

import java.util.Map;
import java.util.concurrent.ScheduledFuture;

import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.text.VisibleText;
import dev.replboot.text.VisibleThrowable;

/**
 * A change that ends after a while. A subclass reverts it, and describes it for the audit
 * log.
 */
public abstract class TemporaryChange {

	// The lock of the ledger guards these.
	@Nullable ScheduledFuture<?> expiry;

	boolean ending;

	// Why it could not be undone.
	volatile @Nullable Throwable failure;

	private volatile boolean inForce;

	final ChangeKind kind;

	final String to;

	final @Nullable ReplPrincipal author;

	final Object lock;

	private final String id;

	private final String what;

	private final String until;

	/**
	 * Create the change.
	 * @param kind its kind
	 * @param id its id, from {@link TemporaryChanges#nextId}
	 * @param what what is changed
	 * @param to a description of what it becomes
	 * @param until when it ends at the latest
	 * @param author the principal who makes it, or {@code null} if it is unknown
	 * @param lock what is held while changes of this kind are made and reverted, so that
	 * those of other kinds don't wait for that
	 */
	protected TemporaryChange(ChangeKind kind, String id, String what, String to, String until,
			@Nullable ReplPrincipal author, Object lock) {
		this.kind = kind;
		this.id = id;
		this.what = what;
		this.to = to;
		this.until = until;
		this.author = author;
		this.lock = lock;
	}

	/**
	 * Its id.
	 * @return the letter of its kind, and a number
	 */
	public final String id() {
		return this.id;
	}

	/**
	 * What is changed.
	 * @return a description
	 */
	public final String what() {
		return this.what;
	}

	/**
	 * When it ends at the latest.
	 * @return a moment or an event
	 */
	public final String until() {
		return this.until;
	}

	/**
	 * The change has been made.
	 */
	protected final void putInForce() {
		this.inForce = true;
	}

	/**
	 * Whether the change has been made. It is listed before.
	 * @return whether it has
	 */
	public final boolean isInForce() {
		return this.inForce;
	}

	/**
	 * What the audit log has of it.
	 * @param ended whether it has ended
	 * @return the details, in order, which may be added to
	 */
	protected abstract Map<String, @Nullable Object> details(boolean ended);

	/**
	 * Revert the change.
	 * @param why the reason
	 */
	protected abstract void undo(String why);

	/**
	 * Whether it is still in force if it could not be undone. Then it stays listed.
	 * @return whether it is
	 */
	protected boolean isInForceUnlessUndone() {
		return false;
	}

	/**
	 * Called when it could not be undone.
	 * @param failure the reason
	 */
	protected void notUndone(Throwable failure) {
		LogFactory.getLog(TemporaryChange.class)
			.error("Could not revert: " + VisibleText.line(this.what), VisibleThrowable.of(failure));
	}

	/**
	 * Called when it isn't listed any more and its end is in the audit log.
	 */
	protected void over() {
	}

}
