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
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * A result whose rows are counted while they are read.
 */
final class CountedRows implements InvocationHandler {

	private final ResultSet target;

	private final AtomicLong rows;

	private final Statement statement;

	private CountedRows(ResultSet target, AtomicLong rows, Statement statement) {
		this.target = target;
		this.rows = rows;
		this.statement = statement;
	}

	static ResultSet of(ResultSet target, AtomicLong rows, Statement statement) {
		return (ResultSet) Proxy.newProxyInstance(CountedRows.class.getClassLoader(),
				new Class<?>[] { ResultSet.class }, new CountedRows(target, rows, statement));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (method.getName().equals("equals") && arguments != null && arguments.length == 1) {
			return proxy == arguments[0];
		}
		try {
			Object result = method.invoke(this.target, arguments);
			if (method.getName().equals("getStatement") && result != null) {
				return this.statement;
			}
			if (method.getName().equals("next") && Boolean.TRUE.equals(result)) {
				this.rows.incrementAndGet();
			}
			return result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
