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

package dev.replboot.lifecycle;

import java.util.ArrayList;
import java.util.List;

/**
 * What closing the REPL ended.
 *
 * @param wasOpen whether there was anything to close
 * @param sessions the ids of the sessions that were ended
 * @param stoppedEvaluations how many evaluations were stopped, those included that had
 * left something running
 * @param leftovers what could not be let go of, one sentence each
 * @since 0.1.0
 */
public record CloseReport(boolean wasOpen, List<String> sessions, int stoppedEvaluations, List<String> leftovers) {

	static final CloseReport NOTHING = new CloseReport(false, List.of(), 0, List.of());

	public CloseReport {
		sessions = List.copyOf(sessions);
		leftovers = List.copyOf(leftovers);
	}

	CloseReport with(List<String> others) {
		List<String> all = new ArrayList<>(this.leftovers);
		all.addAll(others);
		return new CloseReport(this.wasOpen, this.sessions, this.stoppedEvaluations, all);
	}

}
