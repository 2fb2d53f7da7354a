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

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationSummary;
import dev.replboot.kit.ReplView;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;

/**
 * Shows the kit the REPL that it is in.
 *
 * @since 0.1.0
 */
public final class LifecycleView implements ReplView {

	private final Supplier<ReplStatus> status;

	private final Clock clock;

	/**
	 * Create the view.
	 * @param status tells the state of the REPL
	 * @param clock tells the time
	 */
	public LifecycleView(Supplier<ReplStatus> status, Clock clock) {
		this.status = status;
		this.clock = clock;
	}

	@Override
	public Map<String, @Nullable Object> lease() {
		ReplStatus status = this.status.get();
		Lease lease = status.lease();
		Map<String, @Nullable Object> result = new LinkedHashMap<>();
		if (lease != null) {
			Instant now = this.clock.instant();
			result.put("opened-by", VisibleText.line(lease.openedBy()));
			result.put("reason", VisibleText.lineOrNull(lease.reason()));
			result.put("opened-at", lease.openedAt());
			result.put("ends-at", lease.endsAt());
			result.put("remaining-seconds", status.remaining(now).toSeconds());
		}
		return result;
	}

	@Override
	public List<Map<String, @Nullable Object>> sessions() {
		return this.status.get().sessions().stream().map(LifecycleView::describe).toList();
	}

	private static Map<String, @Nullable Object> describe(ReplSession session) {
		Map<String, @Nullable Object> result = new LinkedHashMap<>();
		result.put("id", session.id());
		result.put("principal", VisibleText.line(session.principal().name()));
		result.put("source", VisibleText.line(session.principal().source()));
		result.put("protocol", session.protocol());
		result.put("peer", VisibleText.line(session.peer().words()));
		result.put("since", session.since());
		result.put("namespace", VisibleText.line(session.evaluations().namespace()));
		result.put("evaluations", session.evaluations().activity().count());
		EvaluationSummary running = session.evaluations().activity().running();
		result.put("running", (running != null) ? VisibleText.lines(running.form()) : null);
		return result;
	}

}
