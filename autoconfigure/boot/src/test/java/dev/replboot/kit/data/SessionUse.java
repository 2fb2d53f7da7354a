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

import java.util.List;

/**
 * What the session does with the database when it is ended.
 */
enum SessionUse {

	IDLE(false, List.of("(begin!)", Forms.CHANGE), null),

	ABORTED(false, List.of("(begin!)", Forms.CHANGE, "(sql \"select nothing from nowhere\")"), null),

	FORM(false, List.of("(begin!)", Forms.CHANGE), Forms.SLEEP),

	STATEMENT(false, List.of("(begin!)", Forms.CHANGE), Forms.WAIT),

	DRY_RUN(true, List.of(), "(dry-run " + Forms.CHANGE + " " + Forms.SLEEP + ")"),

	DRY_RUN_STATEMENT(true, List.of(), "(dry-run " + Forms.CHANGE + " " + Forms.WAIT + ")"),

	FIX(true, List.of(), "(fix! {:expect 1} " + Forms.CHANGE + " " + Forms.SLEEP + ")"),

	FIX_STATEMENT(true, List.of(), "(fix! {:expect 1} " + Forms.CHANGE + " " + Forms.WAIT + ")");

	final boolean isTrial;

	final List<String> before;

	final String running;

	SessionUse(boolean isTrial, List<String> before, String running) {
		this.isTrial = isTrial;
		this.before = before;
		this.running = running;
	}

	/**
	 * Apart, because constants can't refer to what comes after them.
	 */
	private static final class Forms {

		static final String CHANGE = "(sql \"update purchase set total = 99.5 where id = ROW\")";

		static final String SLEEP = "(do (println \"busy\") (flush) (Thread/sleep 600000))";

		static final String WAIT = "(do (println \"busy\") (flush) (sql \"select pause(600)\"))";

	}

}
