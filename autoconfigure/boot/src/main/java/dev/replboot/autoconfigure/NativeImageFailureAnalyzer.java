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

package dev.replboot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do instead of a REPL in a native image.
 */
class NativeImageFailureAnalyzer extends AbstractFailureAnalyzer<NativeImageException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NativeImageException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Leave repl-spring-boot-starter out of the native image, or build it with"
						+ " management.endpoint.repl.access=none. On the application's data, use a twin of the ordinary"
						+ " jar: java -jar app.jar --repl.twin",
				cause);
	}

}
