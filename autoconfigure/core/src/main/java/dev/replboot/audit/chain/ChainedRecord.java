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

package dev.replboot.audit.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;

import dev.replboot.text.VisibleText;

/**
 * A record as it stands in a file: one line of JSON whose first members are its number
 * and the hash of the record before it, and whose last is its own hash. That is the
 * SHA-256 of the line without the last member, in UTF-8.
 *
 * @param link the record's number and hash
 * @param previous the hash that it says the record before it has
 * @param intact whether its hash is that of its content
 * @param line the line
 */
public record ChainedRecord(ChainLink link, String previous, boolean intact, String line) {

	private static final JsonWriter<Map<String, Object>> WRITER = JsonWriter.standard();

	private static final JsonParser PARSER = JsonParserFactory.getJsonParser();

	private static final Set<String> OF_CHAIN = Set.of("record", "prev", "hash");

	private static final String NUMBER = "{\"record\":";

	private static final String PREVIOUS = ",\"prev\":\"";

	private static final String OWN_HASH = ",\"hash\":\"";

	private static final int HASH = 64;

	private static final int TAIL = OWN_HASH.length() + HASH + 2;

	private static final int MAX_DIGITS = 18;

	/**
	 * Write a record.
	 * @param after what it follows
	 * @param entries its members; those that are named like the chain's own get an
	 * underscore
	 * @return the line, without its end, and the record's own link
	 */
	static Line write(ChainLink after, Map<String, Object> entries) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("record", after.record() + 1);
		members.put("prev", after.hash());
		entries.forEach((key, value) -> members.put(OF_CHAIN.contains(key) ? "_" + key : key, value));
		String content = VisibleText.line(WRITER.writeToString(members));
		String hash = sha256(content.getBytes(StandardCharsets.UTF_8));
		String line = content.substring(0, content.length() - 1) + OWN_HASH + hash + "\"}";
		return new Line(line, new ChainLink(after.record() + 1, hash));
	}

	/**
	 * Read a record. Its members are left alone until they are asked for: the hash says
	 * whether they are as they were written.
	 * @param line the line, without its end
	 * @return the record
	 * @throws IllegalArgumentException if it isn't one
	 */
	static ChainedRecord read(String line) {
		int end = line.length() - TAIL;
		if (end < 0 || !line.startsWith(OWN_HASH, end) || !line.endsWith("\"}")) {
			throw new IllegalArgumentException("The line doesn't end with a hash.");
		}
		int digits = NUMBER.length();
		while (digits < end && line.charAt(digits) >= '0' && line.charAt(digits) <= '9') {
			digits++;
		}
		int count = digits - NUMBER.length();
		if (!line.startsWith(NUMBER) || count == 0 || count > MAX_DIGITS || !line.startsWith(PREVIOUS, digits)) {
			throw new IllegalArgumentException("The line doesn't begin with a number and a hash.");
		}
		int from = digits + PREVIOUS.length();
		if (from + HASH > end) {
			throw new IllegalArgumentException("The line has no hash of the record before it.");
		}
		String previous = line.substring(from, from + HASH);
		String hash = line.substring(end + OWN_HASH.length(), line.length() - 2);
		boolean intact = sha256((line.substring(0, end) + "}").getBytes(StandardCharsets.UTF_8)).equals(hash);
		long number = Long.parseLong(line, NUMBER.length(), digits, 10);
		return new ChainedRecord(new ChainLink(number, hash), previous, intact, line);
	}

	/**
	 * The record's members but those of the chain.
	 * @return the members in the order that they were written
	 * @throws IllegalArgumentException if the line isn't JSON, as somebody's who edited
	 * it may be
	 */
	public Map<String, Object> entries() {
		try {
			Map<String, Object> members = new LinkedHashMap<>(PARSER.parseMap(this.line));
			members.remove("prev");
			members.remove("hash");
			return members;
		}
		catch (JsonParseException ex) {
			throw new IllegalArgumentException("The line is not JSON.", ex);
		}
	}

	static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * A record that is to be written.
	 *
	 * @param text the line, without its end
	 * @param link the record's number and hash
	 */
	record Line(String text, ChainLink link) {

	}

}
