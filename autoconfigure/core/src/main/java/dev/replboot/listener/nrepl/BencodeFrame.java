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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A dictionary or a list whose end has not come.
 */
final class BencodeFrame {

	private final @Nullable Map<String, Object> dictionary;

	private final List<Object> list = new ArrayList<>();

	private @Nullable String key;

	BencodeFrame(boolean dictionary) {
		this.dictionary = dictionary ? new LinkedHashMap<>() : null;
	}

	boolean awaitsKey() {
		return this.dictionary != null && this.key == null;
	}

	void add(Object value) throws BencodeException {
		if (this.dictionary == null) {
			this.list.add(value);
		}
		else if (this.key == null) {
			this.key = (String) value;
			if (this.dictionary.containsKey(this.key)) {
				throw new BencodeException("A dictionary has the same key twice.");
			}
		}
		else {
			this.dictionary.put(this.key, value);
			this.key = null;
		}
	}

	Object end() throws BencodeException {
		if (this.key != null) {
			throw new BencodeException("A dictionary ends with a key that has no value.");
		}
		return (this.dictionary != null) ? this.dictionary : this.list;
	}

}
