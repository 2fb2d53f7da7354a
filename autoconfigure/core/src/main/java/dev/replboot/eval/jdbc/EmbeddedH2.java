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

package dev.replboot.eval.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * H2 in the application's own process looks for a cancelled statement when it has found a
 * row, so {@link Statement#cancel()} doesn't end a query that finds none. It looks for a
 * cancelled session all the time.
 */
final class EmbeddedH2 {

	private static final String CONNECTION = "org.h2.jdbc.JdbcConnection";

	private EmbeddedH2() {
	}

	static void cancel(Statement statement) throws SQLException {
		Connection connection = statement.getConnection();
		ClassLoader loader = EmbeddedH2.class.getClassLoader();
		if (!ClassUtils.isPresent(CONNECTION, loader)) {
			return;
		}
		Class<?> type = ClassUtils.resolveClassName(CONNECTION, loader);
		if (connection.isWrapperFor(type)) {
			Object session = invoke(connection.unwrap(type), "getSession");
			invoke(session, "cancel");
		}
	}

	private static Object invoke(Object target, String name) throws SQLException {
		var method = ReflectionUtils.findMethod(target.getClass(), name);
		if (method == null) {
			throw new SQLException("This version of H2 has no " + target.getClass().getName() + "." + name);
		}
		Object result = ReflectionUtils.invokeMethod(method, target);
		return (result != null) ? result : target;
	}

}
