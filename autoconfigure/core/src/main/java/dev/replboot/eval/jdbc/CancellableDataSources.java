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

import java.lang.reflect.Modifier;
import java.sql.Connection;

import javax.sql.DataSource;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gives evaluations connections whose statements can be cancelled. A database that
 * computes takes no notice of an interrupted thread; only {@code Statement.cancel()} ends
 * it. The application's own threads get the data source's connections as they are.
 */
public final class CancellableDataSources implements BeanPostProcessor {

	private final StatementWatch watch = new StatementWatch();

	/**
	 * Where to watch what evaluations do with their connections.
	 * @return the watch
	 */
	public StatementWatch watch() {
		return this.watch;
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof DataSource dataSource) || Modifier.isFinal(bean.getClass().getModifiers())) {
			// a proxy of a final class would lose the class that others ask for
			return bean;
		}
		ProxyFactory factory = new ProxyFactory(dataSource);
		factory.setProxyTargetClass(true);
		factory.addAdvice(new ConnectionInterceptor(this.watch));
		return factory.getProxy(bean.getClass().getClassLoader());
	}

	/**
	 * Stands before the methods of a data source.
	 */
	private static final class ConnectionInterceptor implements MethodInterceptor {

		private final StatementWatch watch;

		private ConnectionInterceptor(StatementWatch watch) {
			this.watch = watch;
		}

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object result = invocation.proceed();
			return (result instanceof Connection connection) ? CancellableConnection.of(connection, this.watch)
					: result;
		}

	}

}
