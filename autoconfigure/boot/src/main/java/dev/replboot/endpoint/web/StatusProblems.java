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

import org.jspecify.annotations.Nullable;

import dev.replboot.endpoint.ProblemDescriptor;

/**
 * Sentences for what the web stack refuses with a bare status.
 */
public final class StatusProblems {

	private StatusProblems() {
	}

	/**
	 * Make a problem.
	 * @param status the HTTP status
	 * @param reason what the web stack says about it, or {@code null}
	 * @return the problem
	 */
	public static ProblemDescriptor of(int status, @Nullable String reason) {
		String sentence = switch (status) {
			case 400 -> "The request can't be understood. Send a JSON object of strings,"
					+ " such as {\"ttl\":\"PT30M\",\"reason\":\"INC-42\"}.";
			case 404 ->
				"There is nothing at this path. The endpoint has its own path and one below it for each" + " session.";
			case 405 -> "This method is not allowed here. Use GET, POST or DELETE; the latter two take"
					+ " management.endpoint.repl.access=unrestricted.";
			case 406 -> "The endpoint answers in JSON alone. Accept application/json.";
			case 415 -> "The body is not declared as JSON. Send one with the content type application/json, {} if"
					+ " there is nothing to say.";
			case 500 -> "The endpoint failed. Look into the application's log.";
			default -> "The application refused this with status " + status + ". Look into its log.";
		};
		boolean tell = status == 400 && reason != null && !reason.isBlank();
		return ProblemDescriptor.of(status, tell ? sentence + " (" + reason + ")" : sentence);
	}

}
