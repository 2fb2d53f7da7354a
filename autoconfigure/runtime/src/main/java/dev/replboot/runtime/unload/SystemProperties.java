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

package dev.replboot.runtime.unload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * System properties whose value is an object of the runtime.
 */
final class SystemProperties implements RuntimeHolder {

	@Override
	public List<String> release(RuntimeOwnership runtime) {
		List<String> sentences = new ArrayList<>();
		Properties properties = System.getProperties();
		for (Map.Entry<Object, Object> entry : List.copyOf(properties.entrySet())) {
			if (runtime.ownsClassOf(entry.getValue()) || runtime.ownsClassOf(entry.getKey())) {
				properties.remove(entry.getKey());
				sentences.add("The system property " + entry.getKey()
						+ " had an object of the REPL as its value; it has been removed.");
			}
		}
		return sentences;
	}

}
