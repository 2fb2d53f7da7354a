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

package dev.replboot.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration of what the kit does with data.
 */
@ConfigurationProperties("repl.kit.sql")
public class SqlProperties {

	/**
	 * Maximum number of rows that a query returns, unless the query sets :max-rows.
	 */
	private int maxRows = 1000;

	/**
	 * Maximum time of a statement, unless the call sets :timeout.
	 */
	private Duration timeout = Duration.ofSeconds(30);

	/**
	 * Maximum number of changed rows of a table that the report of dry-run and fix!
	 * lists. All changed rows are counted.
	 */
	private int comparedRows = 10_000;

	public int getMaxRows() {
		return this.maxRows;
	}

	public void setMaxRows(int maxRows) {
		this.maxRows = maxRows;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getComparedRows() {
		return this.comparedRows;
	}

	public void setComparedRows(int comparedRows) {
		this.comparedRows = comparedRows;
	}

}
