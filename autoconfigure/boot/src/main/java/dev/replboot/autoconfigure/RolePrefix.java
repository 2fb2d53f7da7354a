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

package dev.replboot.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.security.config.core.GrantedAuthorityDefaults;
import org.springframework.util.ClassUtils;

import dev.replboot.access.RoleNames;

/**
 * What the application's roles begin with.
 */
final class RolePrefix {

	private RolePrefix() {
	}

	/**
	 * Look it up.
	 * @param beans the application's
	 * @return the prefix of its {@code GrantedAuthorityDefaults}, where it has them
	 */
	static String of(BeanFactory beans) {
		return ClassUtils.isPresent("org.springframework.security.config.core.GrantedAuthorityDefaults",
				RolePrefix.class.getClassLoader()) ? Configured.prefix(beans) : RoleNames.DEFAULT_PREFIX;
	}

	/**
	 * Apart, because Spring Security may be absent.
	 */
	private static final class Configured {

		private static String prefix(BeanFactory beans) {
			GrantedAuthorityDefaults defaults = beans.getBeanProvider(GrantedAuthorityDefaults.class).getIfUnique();
			return (defaults != null) ? defaults.getRolePrefix() : RoleNames.DEFAULT_PREFIX;
		}

	}

}
