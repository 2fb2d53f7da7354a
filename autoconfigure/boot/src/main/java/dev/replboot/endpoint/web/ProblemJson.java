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

package dev.replboot.endpoint.web;

import java.nio.charset.StandardCharsets;

import org.springframework.boot.json.JsonWriter;

import dev.replboot.endpoint.ProblemDescriptor;

/**
 * Writes problems where no message converter is at hand, in front of the endpoint.
 */
public final class ProblemJson {

	private static final JsonWriter<ProblemDescriptor> WRITER = JsonWriter.of((members) -> {
		members.add("title", ProblemDescriptor::title);
		members.add("status", ProblemDescriptor::status);
		members.add("detail", ProblemDescriptor::detail);
	});

	private ProblemJson() {
	}

	/**
	 * Write a problem.
	 * @param problem the problem
	 * @return its JSON in UTF-8
	 */
	public static byte[] write(ProblemDescriptor problem) {
		return WRITER.writeToString(problem).getBytes(StandardCharsets.UTF_8);
	}

}
