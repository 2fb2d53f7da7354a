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

package dev.replboot.kit.data.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reader of JSON objects, one after the other. Only the object that was read last is kept
 * in memory.
 */
public final class JsonLineReader implements AutoCloseable {

	private final JsonParser json;

	/**
	 * Create a reader.
	 * @param input objects in UTF-8, closed with the reader
	 */
	public JsonLineReader(InputStream input) {
		// its own decoder refuses halves of surrogate pairs in the names of members
		this(JsonLineWriter.FACTORY.createParser(ObjectReadContext.empty(),
				new InputStreamReader(input, StandardCharsets.UTF_8.newDecoder())));
	}

	private JsonLineReader(JsonParser json) {
		this.json = json;
	}

	/**
	 * Read a text that is one object.
	 * @param text the JSON
	 * @return its members: maps, lists, strings, whole numbers as {@code Long}, booleans
	 * and null
	 * @throws IOException if it isn't an object
	 */
	public static Map<String, @Nullable Object> read(String text) throws IOException {
		try (JsonLineReader reader = new JsonLineReader(
				JsonLineWriter.FACTORY.createParser(ObjectReadContext.empty(), text))) {
			Map<String, @Nullable Object> members = reader.next();
			if (members == null || reader.next() != null) {
				throw new IOException("This isn't one JSON object.");
			}
			return members;
		}
	}

	/**
	 * Read the next object.
	 * @return its members, or {@code null} at the end
	 * @throws IOException if the input fails, or is no object
	 */
	public @Nullable Map<String, @Nullable Object> next() throws IOException {
		try {
			JsonToken first = this.json.nextToken();
			if (first == null) {
				return null;
			}
			require(first, JsonToken.START_OBJECT);
			return object();
		}
		catch (JacksonException ex) {
			throw failure(ex);
		}
	}

	private Map<String, @Nullable Object> object() throws IOException {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		for (String name = this.json.nextName(); name != null; name = this.json.nextName()) {
			members.put(name, value(this.json.nextToken()));
		}
		require(this.json.currentToken(), JsonToken.END_OBJECT);
		return members;
	}

	private List<@Nullable Object> array() throws IOException {
		List<@Nullable Object> elements = new ArrayList<>();
		for (JsonToken next = this.json.nextToken(); next != JsonToken.END_ARRAY; next = this.json.nextToken()) {
			elements.add(value(next));
		}
		return elements;
	}

	private @Nullable Object value(@Nullable JsonToken token) throws IOException {
		if (token == null) {
			throw new IOException("The JSON ends too early.");
		}
		return switch (token) {
			case START_OBJECT -> object();
			case START_ARRAY -> array();
			case VALUE_STRING -> this.json.getString();
			case VALUE_NUMBER_INT -> this.json.getLongValue();
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			case VALUE_NULL -> null;
			default -> throw new IOException("The JSON has an unexpected " + token + ".");
		};
	}

	private static void require(@Nullable JsonToken token, JsonToken wanted) throws IOException {
		if (token != wanted) {
			throw new IOException("The JSON has " + token + " instead of " + wanted + ".");
		}
	}

	static IOException failure(JacksonException failure) {
		return (failure.getCause() instanceof IOException io) ? io
				: new IOException("The JSON is damaged: " + failure.getOriginalMessage(), failure);
	}

	@Override
	public void close() throws IOException {
		try {
			this.json.close();
		}
		catch (JacksonException ex) {
			throw failure(ex);
		}
	}

}
