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
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

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
		factory.addAdvice((MethodInterceptor) (invocation) -> {
			Object result = invocation.proceed();
			return (result instanceof Connection connection) ? readOnly(connection) : result;
		});
		return factory.getProxy(bean.getClass().getClassLoader());
	}

	private static Connection readOnly(Connection connection) throws SQLException {
		boolean done = false;
		try {
			ReadOnlySession.begin(connection);
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
