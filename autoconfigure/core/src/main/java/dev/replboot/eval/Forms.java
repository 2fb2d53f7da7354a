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

package dev.replboot.eval;

import java.io.IOException;
import java.io.Writer;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.FormReader;
import dev.replboot.runtime.StepSettings;
import dev.replboot.runtime.StepStreams;
import dev.replboot.runtime.StopCause;

/**
 * Where forms come from, and where what becomes of them goes.
 */
interface Forms {

	FormProvenance provenance();

	FormReader reader();

	StepStreams streams();

	@Nullable StepSettings settings();

	Writer err();

	/**
	 * A form is over. Called before anything is reported of it.
	 * @param evaluation its evaluation
	 * @param cause why it was stopped, or {@code null}
	 * @throws IOException if the client can't be written to
	 */
	void evaluated(RunningEvaluation evaluation, @Nullable StopCause cause) throws IOException;

}
