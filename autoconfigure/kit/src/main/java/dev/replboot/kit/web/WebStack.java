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

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Either of the two ways in which Spring serves requests.
 */
interface WebStack {

	/**
	 * List what is mapped to methods.
	 * @return the routes
	 */
	List<Route> routes();

	/**
	 * Ask the application's filter chains, without sending a request, what a request
	 * needs.
	 * @param method the HTTP method
	 * @param path the path
	 * @return words such as {@code everybody}, {@code authenticated} or authorities;
	 * {@code null} if that can't be found out
	 */
	@Nullable Set<String> needed(String method, String path);

	/**
	 * Send a request through the application's own dispatcher, as the principal of the
	 * calling thread.
	 * @param request the request
	 * @return status, headers and body of the response by name
	 * @throws Exception what couldn't be made a response of
	 */
	Map<String, @Nullable Object> call(CallRequest request) throws Exception;

}
