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

package dev.replboot.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

import dev.replboot.eval.EvaluationOutcome;
import dev.replboot.observation.ReplObservationDocumentation.HighCardinality;
import dev.replboot.observation.ReplObservationDocumentation.LowCardinality;

/**
 * The name and the keys of an evaluation's observation.
 */
public class EvaluationObservationConvention implements ObservationConvention<EvaluationObservationContext> {

	@Override
	public String getName() {
		return "repl.eval";
	}

	@Override
	public String getContextualName(EvaluationObservationContext context) {
		return "repl eval";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(EvaluationObservationContext context) {
		KeyValues values = KeyValues.of(LowCardinality.PROTOCOL.withValue(context.intent().origin().protocol()));
		EvaluationOutcome outcome = context.outcome();
		return (outcome != null) ? values.and(LowCardinality.OUTCOME.withValue(outcome.status().label())) : values;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(EvaluationObservationContext context) {
		return KeyValues.of(HighCardinality.SESSION.withValue(context.intent().origin().session()));
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof EvaluationObservationContext;
	}

}
