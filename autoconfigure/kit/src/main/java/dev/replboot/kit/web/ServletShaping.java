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

package dev.replboot.kit.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.springframework.context.ApplicationContext;
import org.springframework.web.filter.CharacterEncodingFilter;
import org.springframework.web.filter.FormContentFilter;
import org.springframework.web.filter.HiddenHttpMethodFilter;

/**
 * The application's filters that decide what a request means, and keep nothing: its
 * encoding, its method and the parameters of its form. No other filter runs, because
 * others save sessions, requests and tokens.
 */
final class ServletShaping {

	private final List<Filter> filters = new ArrayList<>();

	ServletShaping(ApplicationContext context) {
		// in the order that Spring Boot gives them
		for (Class<? extends Filter> type : List.of(CharacterEncodingFilter.class, HiddenHttpMethodFilter.class,
				FormContentFilter.class)) {
			context.getBeanProvider(type).orderedStream().forEach(this.filters::add);
		}
	}

	void run(ServletRequest request, ServletResponse response, FilterChain end) throws ServletException, IOException {
		run(0, request, response, end);
	}

	private void run(int index, ServletRequest request, ServletResponse response, FilterChain end)
			throws ServletException, IOException {
		if (index == this.filters.size()) {
			end.doFilter(request, response);
		}
		else {
			this.filters.get(index).doFilter(request, response, (next, answer) -> run(index + 1, next, answer, end));
		}
	}

}
