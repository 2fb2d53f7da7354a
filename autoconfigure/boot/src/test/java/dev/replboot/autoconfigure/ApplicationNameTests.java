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

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ApplicationName}.
 */
class ApplicationNameTests {

	@Test
	void withoutNameIsTheSimpleNameOfTheClassThatStartsIt() {
		assertThat(name()).isEqualTo("Shop");
		assertThat(name("--spring.application.name=")).isEqualTo("Shop");
	}

	@Test
	void withNameIsTheName() {
		assertThat(name("--spring.application.name=order-service")).isEqualTo("order-service");
	}

	private static String name(String... arguments) {
		SpringApplication application = new SpringApplication(Other.class, Shop.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			return ApplicationName.of(context);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Other {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Shop {

	}

}
