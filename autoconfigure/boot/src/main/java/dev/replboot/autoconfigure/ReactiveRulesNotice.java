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

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.util.StringUtils;

import dev.replboot.endpoint.web.reactive.ReactiveApplicationRulesCheck;

/**
 * Has the chains of a reactive application checked.
 */
final class ReactiveRulesNotice extends RulesNotice {

	private final ApplicationContext context;

	private final String chain;

	ReactiveRulesNotice(ApplicationContext context, String chain) {
		super(context);
		this.context = context;
		this.chain = chain;
	}

	@Override
	void check(String path, @Nullable ApplicationContext management) {
		String base = this.context.getEnvironment()
			.getProperty((management != null) ? "management.server.base-path" : "spring.webflux.base-path", "");
		new ReactiveApplicationRulesCheck(this.context).check(this.chain,
				(management != null) ? management : this.context, StringUtils.trimTrailingCharacter(base, '/'), path);
	}

}
