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

package dev.replboot.listener.nrepl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Describes the operations, for clients that ask for it.
 */
final class OperationDocs {

	private static final String RESOURCE = "operations.properties";

	private static final String[] PARTS = { "requires", "optional", "returns" };

	private OperationDocs() {
	}

	/**
	 * Read the descriptions.
	 * @return each operation's, as nREPL has them: {@code doc}, {@code requires},
	 * {@code optional} and {@code returns}
	 */
	static Map<String, Map<String, Object>> read() {
		Properties texts = new Properties();
		try (InputStream resource = OperationDocs.class.getResourceAsStream(RESOURCE)) {
			if (resource == null) {
				throw new IllegalStateException("The jar of the starter has no " + RESOURCE);
			}
			texts.load(resource);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, Map<String, Object>> docs = new TreeMap<>();
		texts.stringPropertyNames().forEach((key) -> add(key.split("\\.", 3), texts.getProperty(key), docs));
		return docs;
	}

	@SuppressWarnings("unchecked")
	private static void add(String[] key, String text, Map<String, Map<String, Object>> docs) {
		Map<String, Object> doc = docs.computeIfAbsent(key[0], (op) -> empty());
		if (key.length == 2) {
			doc.put(key[1], text);
		}
		else {
			((Map<String, Object>) Objects.requireNonNull(doc.get(key[1]))).put(key[2], text);
		}
	}

	private static Map<String, Object> empty() {
		Map<String, Object> doc = new TreeMap<>();
		for (String part : PARTS) {
			doc.put(part, new TreeMap<String, Object>());
		}
		return doc;
	}

}
