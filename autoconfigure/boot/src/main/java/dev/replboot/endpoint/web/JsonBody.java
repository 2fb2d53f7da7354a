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

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import dev.replboot.endpoint.ProblemDescriptor;

/**
 * What the body of a request must be like. The web stack makes strings of numbers, takes
 * the last of two fields of one name, and takes {@code null} for no body. So somebody
 * would open the REPL for another reason than the one that was meant.
 */
public final class JsonBody {

	/**
	 * How many bytes a body may have.
	 */
	public static final int LONGEST = 1024 * 1024;

	private static final int LONGEST_NAME = 40;

	private static final JsonFactory JSON = JsonFactory.builder().build();

	// The type of others doesn't matter, because their operation refuses them.
	private static final Set<String> FIELDS = Set.of("ttl", "reason", "action", "principal");

	// In the body, it would take the place of the one in the path, for which there may be
	// rules.
	private static final String IN_PATH = "session";

	private JsonBody() {
	}

	/**
	 * Refuse a body that isn't an object of strings, or that has a field twice.
	 * @param body the body
	 * @return the problem, or {@code null} when there is none
	 */
	public static @Nullable ProblemDescriptor check(byte[] body) {
		if (body.length == 0) {
			return null;
		}
		if (body.length > LONGEST) {
			return tooLong();
		}
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
			return check(parser);
		}
		catch (JacksonException ex) {
			return StatusProblems.of(400, null);
		}
	}

	/**
	 * The problem of a body that is longer than {@link #LONGEST}.
	 * @return the problem
	 */
	public static ProblemDescriptor tooLong() {
		return ProblemDescriptor.of(413, "The body has more than 1 MB, so nothing was done. Send the fields alone.");
	}

	private static @Nullable ProblemDescriptor check(JsonParser parser) {
		JsonToken first = parser.nextToken();
		if (first != JsonToken.START_OBJECT) {
			return (first != null)
					? refused("The body is " + kind(first)
							+ ", and a JSON object is expected, such as {\"ttl\":\"PT30M\",\"reason\":\"INC-42\"}.")
					: StatusProblems.of(400, null);
		}
		Set<String> names = new HashSet<>();
		ProblemDescriptor problem = null;
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			if (problem == null && !names.add(name)) {
				problem = refused("The field \"" + shown(name) + "\" occurs twice. Send it once.");
			}
			if (problem == null && name.equals(IN_PATH)) {
				problem = refused("The field \"" + name + "\" belongs in the path.");
			}
			boolean text = value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NULL;
			if (problem == null && !text && FIELDS.contains(name)) {
				problem = refused("The field \"" + name + "\" is " + kind(value) + ", and a string is expected.");
			}
			parser.skipChildren();
		}
		return (parser.nextToken() == null) ? problem : StatusProblems.of(400, null);
	}

	private static ProblemDescriptor refused(String sentence) {
		return ProblemDescriptor.of(400, sentence + " Nothing was done.");
	}

	private static String shown(String name) {
		return (name.length() > LONGEST_NAME) ? name.substring(0, LONGEST_NAME) + "…" : name;
	}

	private static String kind(JsonToken token) {
		return switch (token) {
			case START_OBJECT -> "an object";
			case START_ARRAY -> "an array";
			case VALUE_STRING -> "a string";
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
			case VALUE_NULL -> "null";
			default -> token.asString();
		};
	}

}
