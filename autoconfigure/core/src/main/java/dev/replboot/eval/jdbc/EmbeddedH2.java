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

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * H2 in the application's own process looks for a cancelled statement when it has found a
 * row, so {@link Statement#cancel()} doesn't end a query that finds none. It looks for a
 * cancelled session all the time, and keeps what cancels it until a statement meets that.
 */
final class EmbeddedH2 {

	private static final String CONNECTION = "org.h2.jdbc.JdbcConnection";

	private EmbeddedH2() {
	}

	static void cancel(Statement statement) throws SQLException {
		Object session = session(statement);
		if (session != null) {
			invoke(session, "cancel");
		}
	}

	/**
	 * Let the next statement of the session be executed, whether the cancelled one has
	 * met what cancels it or not. Setting the timeout resets that.
	 * @param statement the cancelled statement, which is over
	 * @throws SQLException if the session can't be reached
	 */
	static void forgetCancel(Statement statement) throws SQLException {
		Object session = session(statement);
		Method timeout = (session != null)
				? ReflectionUtils.findMethod(session.getClass(), "setQueryTimeout", int.class) : null;
		// a remote one keeps nothing here
		if (session != null && timeout != null) {
			ReflectionUtils.invokeMethod(timeout, session, invoke(session, "getQueryTimeout"));
		}
	}

	private static @Nullable Object session(Statement statement) throws SQLException {
		Connection connection = statement.getConnection();
		ClassLoader loader = EmbeddedH2.class.getClassLoader();
		if (!ClassUtils.isPresent(CONNECTION, loader)) {
			return null;
		}
		Class<?> type = ClassUtils.resolveClassName(CONNECTION, loader);
		return connection.isWrapperFor(type) ? invoke(connection.unwrap(type), "getSession") : null;
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
