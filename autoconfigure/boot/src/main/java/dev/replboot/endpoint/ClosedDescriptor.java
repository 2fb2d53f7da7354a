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

package dev.replboot.endpoint;

import java.util.List;

import dev.replboot.lifecycle.CloseReport;
import dev.replboot.text.VisibleText;

/**
 * The answer to closing.
 *
 * @param wasOpen whether there was anything to close
 * @param sessions the ids of the sessions that were ended
 * @param stoppedEvaluations how many evaluations were stopped, those included that had
 * left something running
 * @param leftovers what could not be let go of, one sentence each
 */
public record ClosedDescriptor(boolean wasOpen, List<String> sessions, int stoppedEvaluations, List<String> leftovers) {

	public ClosedDescriptor {
		leftovers = leftovers.stream().map(VisibleText::line).toList();
	}

	static ClosedDescriptor of(CloseReport report) {
		return new ClosedDescriptor(report.wasOpen(), report.sessions(), report.stoppedEvaluations(),
				report.leftovers());
	}

}
