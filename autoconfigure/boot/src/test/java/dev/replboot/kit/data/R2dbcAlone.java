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

package dev.replboot.kit.data;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

/**
 * Process that evaluates forms in an application with R2DBC, on whatever class path it
 * has.
 */
public final class R2dbcAlone {

	private R2dbcAlone() {
	}

	/**
	 * Evaluate forms.
	 * @param args the forms
	 */
	public static void main(String[] args) {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Application.class }); ReplClient client = repl.login()) {
			for (String form : args) {
				System.out.println(client.eval(form));
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		ConnectionFactory connectionFactory() {
			return ConnectionFactories.get("r2dbc:h2:mem:///alone;DB_CLOSE_DELAY=-1");
		}

	}

}
