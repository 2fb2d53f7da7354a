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

package dev.replboot.kit.data;

/**
 * A database with a function that takes its time, and a query that shows whether the
 * connection is clean.
 */
enum SessionDatabase {

	H2("create alias pause for 'dev.replboot.kit.data.RevokedTransactionTests.pause'",
			"select case when transaction_id() is null and autocommit() then 'clean' else 'used' end"),

	POSTGRES(
			"create function pause(seconds int) returns int language sql volatile as"
					+ " 'select 1 from pg_sleep(seconds)'",
			"select case when pg_current_xact_id_if_assigned() is null and coalesce(current_setting('app.tenant', true), '') = ''"
					+ " then 'clean' else 'used' end");

	final String pause;

	final String clean;

	SessionDatabase(String pause, String clean) {
		this.pause = pause;
		this.clean = clean;
	}

}
