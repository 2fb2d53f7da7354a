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

package dev.replboot.endpoint.web.servlet;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.util.function.SingletonSupplier;

/**
 * Authenticates by what the application has, in groups: the first group that knows the
 * kind of credentials decides, so that a second way in can't get round what the first one
 * enforces, such as locked accounts or a second factor. Within a group one acceptance is
 * enough.
 */
final class ApplicationAuthenticationManager implements AuthenticationManager {

	private final Supplier<List<List<AuthenticationManager>>> groups;

	/**
	 * Create a manager.
	 * @param groups finds the groups, at the first login: beans needn't be complete
	 * before
	 */
	ApplicationAuthenticationManager(Supplier<List<List<AuthenticationManager>>> groups) {
		this.groups = SingletonSupplier.of(groups);
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		for (List<AuthenticationManager> group : this.groups.get()) {
			Authentication result = ask(group, authentication);
			if (result != null) {
				return result;
			}
		}
		throw new ProviderNotFoundException("The application has nothing that knows such credentials");
	}

	private static @Nullable Authentication ask(List<AuthenticationManager> group, Authentication authentication) {
		AuthenticationException refusal = null;
		for (AuthenticationManager manager : group) {
			try {
				Authentication result = manager.authenticate(authentication);
				if (result != null) {
					return result;
				}
			}
			catch (AccountStatusException | InternalAuthenticationServiceException ex) {
				throw ex;
			}
			catch (ProviderNotFoundException ex) {
				// not what this one is for
			}
			catch (AuthenticationException ex) {
				refusal = ex;
			}
		}
		if (refusal != null) {
			throw refusal;
		}
		return null;
	}

}
