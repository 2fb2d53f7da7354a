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

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * The calls of one method of one repository, whether a query or a method that all
 * repositories have. They come from within the repository's transaction.
 */
final class RepositoryPlace implements PatchPlace {

	private final RepositoryBean repository;

	private final RepositoryMethod method;

	private final RepositoryCalls calls;

	private final DeclaredTypes types;

	private volatile @Nullable PatchedMethod patch;

	RepositoryPlace(RepositoryBean repository, RepositoryMethod method, RepositoryCalls calls) {
		this.repository = repository;
		this.method = method;
		this.calls = calls;
		this.types = new DeclaredTypes(method.method());
	}

	@Override
	public Class<?> type() {
		return this.repository.type();
	}

	@Override
	public String member() {
		return this.method.signature();
	}

	@Override
	public DeclaredTypes types() {
		return this.types;
	}

	@Override
	public CodeMethod code() {
		return this.calls.code();
	}

	@Override
	public boolean isSame(PatchPlace other) {
		if (other instanceof RepositoryPlace same) {
			return same.repository.queries() == this.repository.queries()
					&& same.method.method().equals(this.method.method());
		}
		return other.code().equals(code());
	}

	@Override
	public String apply(PatchedMethod patch) {
		this.patch = patch;
		this.calls.add(this);
		// The class is Spring Data's, so its hash says nothing about the application.
		return "";
	}

	@Override
	public void undo() {
		this.patch = null;
		this.calls.remove(this);
	}

	/**
	 * Whether a call is one of this method.
	 * @param queries the interceptor that it comes by
	 * @param call the call
	 * @return whether it is
	 */
	boolean isMeant(@Nullable Object queries, ProxyMethodInvocation call) {
		return queries == this.repository.queries() && this.method.all().contains(call.getMethod());
	}

	@Nullable Object @Nullable [] call(ProxyMethodInvocation call) throws Throwable {
		PatchedMethod current = this.patch;
		return (current != null) ? current.call(call.getProxy(), call.getArguments(),
				(self, arguments) -> this.calls.proceed(this.repository.queries(), call, arguments)) : null;
	}

}
