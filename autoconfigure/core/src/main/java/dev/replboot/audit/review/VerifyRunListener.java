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

package dev.replboot.audit.review;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;

/**
 * Verifies a record instead of starting the application, when the command line asks for
 * it. Comes before everything else that Spring Boot does.
 */
final class VerifyRunListener implements SpringApplicationRunListener {

	private final String[] arguments;

	VerifyRunListener(SpringApplication application, String[] arguments) {
		this.arguments = arguments;
	}

	@Override
	public void starting(ConfigurableBootstrapContext context) {
		if (VerifyCommand.isAsked(this.arguments)) {
			System.exit(VerifyCommand.run(System.out, this.arguments));
		}
	}

}
