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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.context.ApplicationContext;

/**
 * The error pages that the application registers with its server.
 */
final class ServletErrorPages {

	private final List<ErrorPage> pages = new ArrayList<>();

	ServletErrorPages(ApplicationContext context) {
		context.getBeanProvider(ErrorPageRegistrar.class)
			.orderedStream()
			.forEach((registrar) -> registrar.registerErrorPages((pages) -> this.pages.addAll(List.of(pages))));
	}

	/**
	 * Find the page for an error, as servers do: by the class of the exception, by the
	 * status, or the one for everything.
	 * @param thrown what was thrown, or {@code null}
	 * @param status the status
	 * @return its path below the context path; {@code null} if there is none
	 */
	@Nullable String find(@Nullable Throwable thrown, int status) {
		for (Class<?> type = (thrown != null) ? thrown.getClass() : null; type != null; type = type.getSuperclass()) {
			for (ErrorPage page : this.pages) {
				if (type.equals(page.getException())) {
					return page.getPath();
				}
			}
		}
		for (ErrorPage page : this.pages) {
			if (page.getStatus() != null && page.getStatusCode() == status) {
				return page.getPath();
			}
		}
		return this.pages.stream().filter(ErrorPage::isGlobal).map(ErrorPage::getPath).findFirst().orElse(null);
	}

}
