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

package dev.replboot.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import dev.replboot.runtime.stop.Scopes;

/**
 * Shows how the application's statements are cancelled with the evaluation that waits for
 * them.
 */
final class CancelledStatements {

	private CancelledStatements() {
	}

	static <T> T of(Class<T> type, T target) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> invoke(target, method, arguments)));
	}

	private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
		EvaluationScope scope = Scopes.current();
		boolean waits = scope != null && target instanceof Statement && method.getName().startsWith("execute");
		try (EvaluationScope.Registration any = waits ? scope.onStop(() -> cancel((Statement) target)) : () -> {
		}) {
			Object result = method.invoke(target, arguments);
			Class<?> type = method.getReturnType();
			boolean wrapped = type == Connection.class || (result instanceof Statement && type.isInterface());
			return wrapped ? wrap(type, result) : result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private static <T> T wrap(Class<T> type, Object result) {
		return of(type, type.cast(result));
	}

	private static void cancel(Statement statement) {
		try {
			statement.cancel();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
