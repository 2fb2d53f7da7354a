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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.stop.Scopes;

/**
 * A connection that belongs to an evaluation, and the statements that it makes: while one
 * is executed, stopping the evaluation cancels it.
 */
final class CancellableStatements implements InvocationHandler {

	private final Object target;

	private final EvaluationScope scope;

	private CancellableStatements(Object target, EvaluationScope scope) {
		this.target = target;
		this.scope = scope;
	}

	static Connection of(Connection connection) {
		EvaluationScope scope = Scopes.current();
		return (scope != null) ? proxy(Connection.class, connection, scope) : connection;
	}

	private static <T> T proxy(Class<T> type, T target, EvaluationScope scope) {
		return type.cast(Proxy.newProxyInstance(CancellableStatements.class.getClassLoader(), new Class<?>[] { type },
				new CancellableStatements(target, scope)));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		String name = method.getName();
		if (name.equals("equals") && arguments != null && arguments.length == 1) {
			return proxy == arguments[0];
		}
		try {
			Object result = (this.target instanceof Statement statement && name.startsWith("execute"))
					? execute(statement, method, arguments) : method.invoke(this.target, arguments);
			return (this.target instanceof Connection) ? wrap(method.getReturnType(), result) : result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private @Nullable Object execute(Statement statement, Method method, Object @Nullable [] arguments)
			throws ReflectiveOperationException {
		try (StatementExecution execution = new StatementExecution(statement, this.scope)) {
			return method.invoke(statement, arguments);
		}
	}

	private @Nullable Object wrap(Class<?> type, @Nullable Object result) {
		if (result instanceof CallableStatement statement && type == CallableStatement.class) {
			return proxy(CallableStatement.class, statement, this.scope);
		}
		if (result instanceof PreparedStatement statement && type == PreparedStatement.class) {
			return proxy(PreparedStatement.class, statement, this.scope);
		}
		if (result instanceof Statement statement && type == Statement.class) {
			return proxy(Statement.class, statement, this.scope);
		}
		return result;
	}

}
