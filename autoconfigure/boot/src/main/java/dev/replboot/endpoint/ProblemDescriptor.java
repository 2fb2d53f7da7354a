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

import org.springframework.util.MimeType;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.text.VisibleText;

/**
 * A refusal as RFC 9457 has it.
 *
 * @param title the kind of refusal
 * @param status the HTTP status
 * @param detail what happened, then what to do
 */
public record ProblemDescriptor(String title, int status, String detail) {

	public ProblemDescriptor {
		detail = VisibleText.line(detail);
	}

	/**
	 * The media type of a problem.
	 */
	public static final MimeType MEDIA_TYPE = new MimeType("application", "problem+json");

	static ProblemDescriptor of(ReplRefusedException refused) {
		int status = switch (refused.getReason()) {
			case UNAUTHENTICATED -> 401;
			case FORBIDDEN -> 403;
			case NOT_FOUND -> 404;
			case MALFORMED -> 400;
			case INVALID -> 422;
			case CONFLICT -> 409;
			case LIMIT -> 429;
			case UNAVAILABLE -> 503;
		};
		return of(status, refused.getSentence());
	}

	/**
	 * Make a problem for a refusal that is known by its status.
	 * @param status the HTTP status
	 * @param detail what happened, then what to do
	 * @return the problem
	 */
	public static ProblemDescriptor of(int status, String detail) {
		String title = switch (status) {
			case 400 -> "Bad Request";
			case 401 -> "Unauthorized";
			case 403 -> "Forbidden";
			case 404 -> "Not Found";
			case 405 -> "Method Not Allowed";
			case 409 -> "Conflict";
			case 413 -> "Content Too Large";
			case 415 -> "Unsupported Media Type";
			case 422 -> "Unprocessable Content";
			case 429 -> "Too Many Requests";
			case 503 -> "Service Unavailable";
			default -> "Error";
		};
		return new ProblemDescriptor(title, status, detail);
	}

}
