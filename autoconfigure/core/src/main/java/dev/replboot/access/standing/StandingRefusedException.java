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

package dev.replboot.access.standing;

import dev.replboot.access.Denial;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.api.Internal;

/**
 * A connection is refused because its principal may no longer use the REPL, or because
 * that can't be found out.
 */
@Internal
public class StandingRefusedException extends ReplRefusedException {

	private static final long serialVersionUID = 1L;

	private final Denial.Reason denial;

	/**
	 * Create an exception.
	 * @param denial why, for the audit log
	 * @param sentence what happened, then what to do
	 */
	public StandingRefusedException(Denial.Reason denial, String sentence) {
		super(Reason.FORBIDDEN, sentence);
		this.denial = denial;
	}

	/**
	 * Why, for the audit log.
	 * @return the reason
	 */
	public Denial.Reason getDenial() {
		return this.denial;
	}

}
