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

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Finds where a patch has to stand.
 */
final class PatchPlaces {

	private final Supplier<ClassPatcher> classes;

	private final Map<Class<?>, RepositoryCalls> repositories = new HashMap<>();

	PatchPlaces(Supplier<ClassPatcher> classes) {
		this.classes = classes;
	}

	/**
	 * Find the place.
	 * @param target the class, or an object of it
	 * @param method the method's name, with the types of its parameters if need be
	 * @param allRepositories whether a method that all repositories of Spring Data have
	 * is meant for all
	 * @return the place
	 */
	PatchPlace find(Object target, String method, boolean allRepositories) {
		RepositoryBean repository = allRepositories ? null : RepositoryBean.of(target);
		if (repository != null) {
			return find(repository, RepositoryMethod.find(repository.type(), method));
		}
		Class<?> type = MethodFinder.userClass(target);
		MethodFinder.refuse(type);
		if (!UnlistedMethods.isListed(type)) {
			return UnlistedMethods.find(type, method, this.classes);
		}
		Method found = MethodFinder.find(target, method);
		if (!allRepositories && RepositoryBean.isShared(type)) {
			throw new PatchRefusedException("Several repositories may share " + type.getName()
					+ ". To patch one, give its bean instead of the class: (patch! (bean 'ownerRepository) …)."
					+ " To patch all, add {:all-repositories true}.");
		}
		return new CodePlace(found, null, this.classes);
	}

	private PatchPlace find(RepositoryBean repository, RepositoryMethod method) {
		if (method.method().isDefault()) {
			MethodFinder.refuse(method.method().getDeclaringClass());
			return new CodePlace(method.method(), repository.proxy(), this.classes);
		}
		return new RepositoryPlace(repository, method, calls(repository.queries().getClass()));
	}

	private synchronized RepositoryCalls calls(Class<?> queries) {
		return this.repositories.computeIfAbsent(queries, (key) -> new RepositoryCalls(key, this.classes));
	}

}
