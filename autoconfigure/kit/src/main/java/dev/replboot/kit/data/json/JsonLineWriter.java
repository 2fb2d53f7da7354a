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
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Writer of values as JSON, each in a line of its own. Nothing but the writer's buffers
 * is kept in memory.
 */
public final class JsonLineWriter {

	/**
	 * Factory without a limit for the length of a string, because the values of a
	 * database have none.
	 */
	static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
		.recyclerPool(JsonRecyclerPools.nonRecyclingPool())
		.characterEscapes(new LineEscapes())
		.rootValueSeparator("")
		.build();

	private final JsonGenerator json;

	/**
	 * Create a writer.
	 * @param output receives the lines in UTF-8 and isn't closed
	 */
	public JsonLineWriter(OutputStream output) {
		this(new OutputStreamWriter(output, StandardCharsets.UTF_8));
	}

	private JsonLineWriter(Writer writer) {
		this.json = FACTORY.createGenerator(ObjectWriteContext.empty(), writer);
	}

	/**
	 * Write a value as a line.
	 * @param value maps, collections, arrays, strings, numbers, booleans and null;
	 * anything else is written as its text
	 * @throws IOException if the output fails
	 */
	public void write(@Nullable Object value) throws IOException {
		try {
			value(value);
			this.json.writeRaw('\n');
		}
		catch (JacksonException ex) {
			throw JsonLineReader.failure(ex);
		}
	}

	/**
	 * Flush what has been written to the output.
	 * @throws IOException if the output fails
	 */
	public void flush() throws IOException {
		try {
			this.json.flush();
		}
		catch (JacksonException ex) {
			throw JsonLineReader.failure(ex);
		}
	}

	/**
	 * Write a value as text.
	 * @param value the value
	 * @return the JSON, without the end of a line
	 */
	public static String toText(@Nullable Object value) {
		StringWriter text = new StringWriter();
		JsonLineWriter writer = new JsonLineWriter(text);
		writer.value(value);
		writer.json.flush();
		return text.toString();
	}

	private void value(@Nullable Object value) {
		if (value == null) {
			this.json.writeNull();
		}
		else if (value instanceof Map<?, ?> map) {
			this.json.writeStartObject();
			map.forEach((name, member) -> {
				this.json.writeName(String.valueOf(name));
				value(member);
			});
			this.json.writeEndObject();
		}
		else if (value instanceof Collection<?> collection) {
			elements(collection);
		}
		else if (value.getClass().isArray()) {
			elements(Arrays.asList(ObjectUtils.toObjectArray(value)));
		}
		else if (value instanceof Boolean bool) {
			this.json.writeBoolean(bool);
		}
		else if (value instanceof Number && isDecimal(value.toString())) {
			this.json.writeNumber(value.toString());
		}
		else {
			this.json.writeString(value.toString());
		}
	}

	private void elements(Collection<?> elements) {
		this.json.writeStartArray();
		elements.forEach(this::value);
		this.json.writeEndArray();
	}

	// JSON has neither infinity nor fractions
	private static boolean isDecimal(String number) {
		try {
			new BigDecimal(number);
			return true;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

}
