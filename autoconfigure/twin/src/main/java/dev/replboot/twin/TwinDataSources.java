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

package dev.replboot.twin;

import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

import dev.replboot.audit.sink.AuditConnectionProvider;

/**
 * Makes every connection of the twin's data sources one that the database itself takes no
 * writes from, and ends if it does nothing in a transaction.
 */
final class TwinDataSources implements BeanPostProcessor {

	private final boolean writable;

	private final Duration idle;

	private final Runnable schema;

	/**
	 * Create it.
	 * @param writable whether connections may write
	 * @param idle how long a transaction may stay open without a statement
	 * @param schema to be run before a connection is taken: makes the schema of a
	 * database that is the twin's own
	 */
	TwinDataSources(boolean writable, Duration idle, Runnable schema) {
		this.schema = schema;
		this.writable = writable;
		this.idle = idle;
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof DataSource dataSource)) {
			return bean;
		}
		ProxyFactory factory = new ProxyFactory(dataSource);
		// as its class where that can be had: others may ask for that
		factory.setProxyTargetClass(!Modifier.isFinal(bean.getClass().getModifiers()));
		factory.addInterface(AuditConnectionProvider.class);
		factory.addAdvice((MethodInterceptor) (invocation) -> intercept(invocation, dataSource));
		return factory.getProxy(bean.getClass().getClassLoader());
	}

	private @Nullable Object intercept(MethodInvocation invocation, DataSource dataSource) throws Throwable {
		boolean record = invocation.getMethod().getDeclaringClass() == AuditConnectionProvider.class;
		if (invocation.getMethod().getName().equals("getConnection")) {
			this.schema.run();
		}
		Object result = record ? dataSource.getConnection() : invocation.proceed();
		return (result instanceof Connection connection) ? set(connection, record) : result;
	}

	private Connection set(Connection connection, boolean record) throws SQLException {
		boolean done = false;
		try {
			if (record) {
				TwinSession.write(connection);
			}
			else if (!this.writable) {
				TwinSession.onlyRead(connection);
			}
			TwinSession.limitIdleTransactions(connection, this.idle);
			done = true;
			return connection;
		}
		finally {
			if (!done) {
				connection.close();
			}
		}
	}

}
