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

package dev.replboot.kit.patch;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.util.ClassUtils;

/**
 * A repository of Spring Data: a proxy without a class of its own. All repositories share
 * the class that implements the methods which each of them has; those of its interface
 * are queries. All calls, but those of default methods, come by an interceptor of this
 * repository alone, within its transaction.
 *
 * @param proxy the innermost proxy
 * @param queries the interceptor
 * @param type the repository's interface
 */
record RepositoryBean(Object proxy, Object queries, Class<?> type) {

	private static final String REPOSITORY = "org.springframework.data.repository.Repository";

	private static final String QUERIES = "org.springframework.data.repository.core.support"
			+ ".QueryExecutorMethodInterceptor";

	/**
	 * Look whether a bean is a repository.
	 * @param target a bean or anything else
	 * @return the repository, or {@code null} if it is none
	 */
	static @Nullable RepositoryBean of(Object target) {
		Object each = isRepository(target.getClass()) ? target : null;
		while (each instanceof Advised advised) {
			Object queries = queries(advised);
			if (queries != null) {
				return new RepositoryBean(each, queries, advised.getProxiedInterfaces()[0]);
			}
			each = AopProxyUtils.getSingletonTarget(each);
		}
		return null;
	}

	private static @Nullable Object queries(Advised advised) {
		for (Advisor each : advised.getAdvisors()) {
			if (each instanceof DefaultPointcutAdvisor && each.getAdvice().getClass().getName().equals(QUERIES)) {
				return each.getAdvice();
			}
		}
		return null;
	}

	/**
	 * Whether objects of a class are repositories of Spring Data.
	 * @param type a class or an interface
	 * @return whether they are
	 */
	static boolean isRepository(Class<?> type) {
		return Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
			.anyMatch((each) -> isRepositoryItself(each)
					|| Arrays.stream(each.getInterfaces()).anyMatch(RepositoryBean::isRepository));
	}

	private static boolean isRepositoryItself(Class<?> type) {
		return type.getName().equals(REPOSITORY);
	}

	/**
	 * Whether a class implements the methods that all repositories have.
	 * @param type a class
	 * @return whether it does
	 */
	static boolean isShared(Class<?> type) {
		return !type.isInterface() && type.getTypeParameters().length > 0 && isRepository(type);
	}

}
