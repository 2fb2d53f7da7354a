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

package dev.replboot.audit;

/**
 * The types of audit events, by the names under which they are published.
 *
 * @since 0.1.0
 */
public enum AuditType {

	/**
	 * The REPL is about to open.
	 */
	REPL_OPENED(true),

	/**
	 * Somebody was given a token.
	 */
	REPL_TOKEN_ISSUED(true),

	/**
	 * The tokens and sessions of a principal were ended.
	 */
	REPL_REVOKED(false),

	/**
	 * Whether somebody who has a session may still use the REPL could not be found out;
	 * the session goes on.
	 */
	REPL_UNVERIFIED(false),

	/**
	 * Somebody was turned away.
	 */
	REPL_REFUSED(false),

	/**
	 * The number of those who were turned away for one reason within a minute, beyond
	 * those of whom each was recorded.
	 */
	REPL_REFUSALS(false),

	/**
	 * A session began.
	 */
	REPL_SESSION_STARTED(true),

	/**
	 * A session ended.
	 */
	REPL_SESSION_ENDED(false),

	/**
	 * A form is about to be evaluated.
	 */
	REPL_EVALUATING(true),

	/**
	 * A form has been evaluated.
	 */
	REPL_EVALUATED(false),

	/**
	 * A script of the reviewed folder is about to be loaded.
	 */
	REPL_SCRIPT_LOADED(true),

	/**
	 * What was tried is about to be saved as a script, which nobody has reviewed yet.
	 */
	REPL_SCRIPT_SAVED(true),

	/**
	 * Something that affects the whole application was refused, because it wasn't asked
	 * for explicitly.
	 */
	REPL_GUARD_REFUSED(false),

	/**
	 * Something that affects the whole application was asked for explicitly and happens
	 * next.
	 */
	REPL_GUARD_PERMITTED(true),

	/**
	 * Something of the application is about to be changed by a function of the kit.
	 */
	REPL_APPLICATION_CHANGED(true),

	/**
	 * What a function of the kit had changed is as it was before.
	 */
	REPL_CHANGE_REVERTED(false),

	/**
	 * Something is about to be evaluated as another principal.
	 */
	REPL_RUN_AS(true),

	/**
	 * A handler of the application's web endpoints is about to be called.
	 */
	REPL_HANDLER_CALLED(true),

	/**
	 * Rows of the application's data are about to be corrected; what they were before is
	 * in the event.
	 */
	REPL_DATA_FIXED(true),

	/**
	 * A correction of data that was announced could not be committed.
	 */
	REPL_DATA_FIX_FAILED(false),

	/**
	 * A transaction across forms began, is about to be committed, or was rolled back.
	 */
	REPL_TRANSACTION(true),

	/**
	 * A method of the application is about to be patched.
	 */
	REPL_PATCHED(true),

	/**
	 * A method that was patched is as it was before.
	 */
	REPL_PATCH_REVERTED(false),

	/**
	 * A part of an evaluation is about to run within limits of its own.
	 */
	REPL_LIMITS_CHANGED(true),

	/**
	 * The REPL closed.
	 */
	REPL_CLOSED(false),

	/**
	 * Something that was announced doesn't happen, because a required sink failed.
	 */
	REPL_WITHDRAWN(false),

	/**
	 * Somebody is about to read the record.
	 */
	REPL_RECORD_READ(true),

	/**
	 * A sink found its record damaged, its end by the death of a process for example, and
	 * has mended it.
	 */
	REPL_RECORD_MENDED(false),

	/**
	 * The files of a record were put elsewhere while the process ran; it goes on in a new
	 * one.
	 */
	REPL_RECORD_CONTINUED(false);

	private final boolean announced;

	AuditType(boolean announced) {
		this.announced = announced;
	}

	/**
	 * Whether it is published before it happens, and prevented if that fails.
	 * @return whether it waits for the record
	 */
	public boolean isAnnounced() {
		return this.announced;
	}

}
