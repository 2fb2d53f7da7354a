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

import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.web.context.WebApplicationContext;

import dev.replboot.endpoint.web.servlet.ApplicationRulesCheck;

/**
 * Has the chains of a servlet application checked.
 */
final class ServletRulesNotice extends RulesNotice {

	private final WebApplicationContext context;

	private final String chain;

	ServletRulesNotice(WebApplicationContext context, String chain) {
		super(context);
		this.context = context;
		this.chain = chain;
	}

	@Override
	void check(String path, @Nullable ApplicationContext management) {
		ApplicationRulesCheck check = new ApplicationRulesCheck(this.context);
		ServletContext own = this.context.getServletContext();
		if (management instanceof WebApplicationContext web && web.getServletContext() != null) {
			check.check(this.chain, web.getServletContext(), path);
		}
		else if (own != null) {
			String servlet = this.context.getEnvironment().getProperty("spring.mvc.servlet.path", "");
			check.check(this.chain, own, servlet.equals("/") ? path : servlet + path);
		}
	}

}
