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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * The Java side of the kit's queries over R2DBC. Each call has a connection and a
 * transaction of its own, which only reads and is rolled back.
 */
public final class R2dbcHost {

	private final ApplicationContext context;

	private final int maxRows;

	private final Duration timeout;

	/**
	 * Create the host.
	 * @param context the application's context
	 * @param maxRows how many rows a query gives unless it asks for another number
	 * @param timeout how long a query may take unless it asks for another time
	 */
	public R2dbcHost(ApplicationContext context, int maxRows, Duration timeout) {
		this.context = context;
		this.maxRows = maxRows;
		this.timeout = timeout;
	}

	/**
	 * Run a query.
	 * @param options {@code db}, {@code max-rows}, {@code timeout} in seconds
	 * @param sql the query, or several
	 * @param arguments the values of its parameters
	 * @return what each of them gave
	 */
	public List<QueryResult> query(Map<String, Object> options, String sql, List<@Nullable Object> arguments) {
		Queries.Options asked = DataOptions.ofQuery(options);
		int rows = (asked.maxRows() != null) ? asked.maxRows() : this.maxRows;
		Duration time = (asked.timeout() != null) ? asked.timeout() : this.timeout;
		return new R2dbcQuery(sql, arguments, rows, time)
			.run(NamedBeans.find(this.context, ConnectionFactory.class, "ConnectionFactories", asked.db()));
	}

}
