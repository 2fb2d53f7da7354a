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

import javax.sql.DataSource;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

import dev.replboot.audit.sink.RecordDataSource;

/**
 * Makes every connection of the twin's data sources one that the database itself takes no
 * writes from.
 */
final class ReadOnlyDataSources implements BeanPostProcessor {

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof DataSource dataSource)) {
			return bean;
		}
		ProxyFactory factory = new ProxyFactory(dataSource);
		// as its class where that can be had: others may ask for that
		factory.setProxyTargetClass(!Modifier.isFinal(bean.getClass().getModifiers()));
		factory.addInterface(RecordDataSource.class);
		factory.addAdvice(new ConnectionInterceptor(dataSource));
		return factory.getProxy(bean.getClass().getClassLoader());
	}

	/**
	 * Changes what a connection may do.
	 */
	@FunctionalInterface
	private interface Setting {

		void apply(Connection connection) throws SQLException;

	}

	/**
	 * Stands before the methods of a data source.
	 */
	private static final class ConnectionInterceptor implements MethodInterceptor {

		private final DataSource dataSource;

		ConnectionInterceptor(DataSource dataSource) {
			this.dataSource = dataSource;
		}

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			if (invocation.getMethod().getDeclaringClass() == RecordDataSource.class) {
				return with(this.dataSource.getConnection(), ReadOnlySession::end);
			}
			Object result = invocation.proceed();
			return (result instanceof Connection connection) ? with(connection, ReadOnlySession::begin) : result;
		}

		private static Connection with(Connection connection, Setting setting) throws SQLException {
			boolean done = false;
			try {
				setting.apply(connection);
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

}
