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

package dev.replboot.kit.data;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of a result's columns. Two columns of the same name would become one, so the
 * second gets a number.
 */
final class ColumnNames {

	private final Set<String> names = new LinkedHashSet<>();

	void add(String label) {
		String name = label;
		for (int n = 2; !this.names.add(name); n++) {
			name = label + "_" + n;
		}
	}

	List<String> all() {
		return List.copyOf(this.names);
	}

}
