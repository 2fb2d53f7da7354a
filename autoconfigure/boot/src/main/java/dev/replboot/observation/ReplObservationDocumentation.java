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

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed. An observation is a timer, a long task timer of the same name with
 * {@code .active}, and a span where there is tracing.
 */
public enum ReplObservationDocumentation implements ObservationDocumentation {

	/**
	 * An evaluation, from the moment its form is read until its value is printed.
	 */
	EVALUATION {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return EvaluationObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinality.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinality.values();
		}

		@Override
		public String getPrefix() {
			return "repl";
		}
	};

	/**
	 * Keys with few values, which become tags of meters.
	 */
	public enum LowCardinality implements KeyName {

		/**
		 * The protocol's name, such as {@code socket}.
		 */
		PROTOCOL {
			@Override
			public String asString() {
				return "protocol";
			}
		},

		/**
		 * How it ended: {@code success}, {@code error}, {@code interrupted},
		 * {@code time}, {@code allocation} or {@code output}. Absent while it runs.
		 */
		OUTCOME {
			@Override
			public String asString() {
				return "outcome";
			}

			@Override
			public boolean isRequired() {
				return false;
			}
		}

	}

	/**
	 * Keys with many values, which only spans have.
	 */
	public enum HighCardinality implements KeyName {

		/**
		 * The session's id.
		 */
		SESSION {
			@Override
			public String asString() {
				return "repl.session";
			}
		}

	}

}
