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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.eval.EvaluationDetails;
import dev.replboot.eval.EvaluationIntent;
import dev.replboot.eval.EvaluationListener;
import dev.replboot.eval.EvaluationOutcome;
import dev.replboot.eval.EvaluationRefusedException;
import dev.replboot.text.RecordAdvice;
import dev.replboot.text.VisibleThrowable;

/**
 * Records each evaluation twice: before anything of it runs and after it is over. When
 * the first can't be published, nothing is evaluated.
 */
@Internal
public final class EvaluationAudit implements EvaluationListener {

	private static final Log logger = LogFactory.getLog(EvaluationAudit.class);

	private final AuditTrail trail;

	/**
	 * Create the listener.
	 * @param trail where it records
	 */
	public EvaluationAudit(AuditTrail trail) {
		this.trail = trail;
	}

	@Override
	public void intended(EvaluationIntent intent) {
		try {
			this.trail.publish(AuditActor.of(intent.origin()), AuditType.REPL_EVALUATING, describe(intent));
		}
		catch (RuntimeException ex) {
			logger.error("Evaluation " + intent.id() + " could not be recorded and is refused",
					VisibleThrowable.of(ex));
			// without a cause, because Clojure shows the root cause's message alone
			throw new EvaluationRefusedException("Nothing was evaluated, because it could not be recorded: "
					+ Objects.requireNonNullElse(ex.getMessage(), ex.getClass().getName()) + RecordAdvice.SENTENCE,
					null);
		}
	}

	@Override
	public void completed(EvaluationIntent intent, EvaluationOutcome outcome) {
		Map<String, @Nullable Object> data = describe(intent);
		data.put("outcome", outcome.status().label());
		data.put("durationMillis", outcome.duration().toMillis());
		data.put("output", outcome.output());
		describe(outcome.details(), data);
		if (outcome.error() != null) {
			data.put("error", outcome.error().rootType());
			data.put("phase", outcome.error().phase());
			data.put("message", outcome.error().summary());
		}
		if (outcome.stop() != null) {
			data.put("stopped", outcome.stop().sentence());
		}
		this.trail.publish(AuditActor.of(intent.origin()), AuditType.REPL_EVALUATED, data);
	}

	private static void describe(EvaluationDetails details, Map<String, @Nullable Object> data) {
		EvaluationDetails.Value value = details.value();
		if (value != null) {
			data.put("valueType", (value.type() != null) ? value.type() : "nil");
			data.put("value", value.text());
			data.put("valueLength", value.length());
			data.put("valueSha256", value.sha256());
		}
		data.put("cpuMillis", (details.cpuNanos() >= 0) ? details.cpuNanos() / 1_000_000 : null);
		data.put("allocatedBytes", (details.allocatedBytes() >= 0) ? details.allocatedBytes() : null);
		data.putAll(details.notes());
	}

	private static Map<String, @Nullable Object> describe(EvaluationIntent intent) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("evaluation", intent.id());
		data.put("namespace", intent.namespace());
		data.put("tool", intent.tool());
		data.put("file", intent.file());
		data.put("line", intent.line());
		data.putAll(intent.called());
		data.put("form", intent.form());
		return data;
	}

}
