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

import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * The parts of an application that a call goes through.
 *
 * @param context the servlet context
 * @param prefix the path of the application's dispatcher, or an empty string
 * @param dispatcher the dispatcher
 * @param shaping the filters that decide what a request means
 * @param pages the error pages
 * @param chains the chains of Spring Security; {@code null} without Spring Security
 */
record ServletParts(ServletContext context, String prefix, DispatcherServlet dispatcher, ServletShaping shaping,
		ServletErrorPages pages, @Nullable ServletChains chains) {

}
