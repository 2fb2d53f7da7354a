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

import dev.replboot.testsupport.TestDatabase;

/**
 * The databases that answer the same to the same forms.
 */
enum TestedDatabase {

	/**
	 * H2, in memory.
	 */
	H2("system_range(1, 1000000)"),

	/**
	 * PostgreSQL, a server that the tests start.
	 */
	POSTGRES("generate_series(1, 1000000) as x");

	private final String million;

	TestedDatabase(String million) {
		this.million = million;
	}

	String newDatabase() {
		return (this == H2) ? TestDatabase.newH2() : TestDatabase.newPostgres();
	}

	String millionRows() {
		return "select x, repeat('y', 500) as y from " + this.million;
	}

}
