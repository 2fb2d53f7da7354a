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
	REPL_OPENED,

	/**
	 * Somebody was given a token.
	 */
	REPL_TOKEN_ISSUED,

	/**
	 * Somebody was turned away.
	 */
	REPL_REFUSED,

	/**
	 * A session began.
	 */
	REPL_SESSION_STARTED,

	/**
	 * A session ended.
	 */
	REPL_SESSION_ENDED,

	/**
	 * A form is about to be evaluated.
	 */
	REPL_EVALUATING,

	/**
	 * A form has been evaluated.
	 */
	REPL_EVALUATED,

	/**
	 * A script of the reviewed folder is about to be loaded.
	 */
	REPL_SCRIPT_LOADED,

	/**
	 * Something that affects the whole application was refused, because it wasn't asked
	 * for explicitly.
	 */
	REPL_GUARD_REFUSED,

	/**
	 * Something that affects the whole application was asked for explicitly and happens
	 * next.
	 */
	REPL_GUARD_PERMITTED,

	/**
	 * Something of the application is about to be changed by a function of the kit.
	 */
	REPL_APPLICATION_CHANGED,

	/**
	 * What a function of the kit had changed is as it was before.
	 */
	REPL_CHANGE_REVERTED,

	/**
	 * Something is about to be evaluated as another principal.
	 */
	REPL_RUN_AS,

	/**
	 * A handler of the application's web endpoints is about to be called.
	 */
	REPL_HANDLER_CALLED,

	/**
	 * Rows of the application's data are about to be corrected; what they were before is
	 * in the event.
	 */
	REPL_DATA_FIXED,

	/**
	 * A correction of data that was announced could not be committed.
	 */
	REPL_DATA_FIX_FAILED,

	/**
	 * A transaction across forms began, is about to be committed, or was rolled back.
	 */
	REPL_TRANSACTION,

	/**
	 * A part of an evaluation is about to run within limits of its own.
	 */
	REPL_LIMITS_CHANGED,

	/**
	 * The REPL closed.
	 */
	REPL_CLOSED

}
