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

package dev.replboot.twin;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.core.io.UrlResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.StringUtils;

/**
 * The environment post-processors that the application or its libraries register. They
 * are not kept anywhere once they have run.
 */
final class RegisteredPostProcessors {

	// the second is the older name of the first
	private static final List<String> KEYS = List.of("org.springframework.boot.EnvironmentPostProcessor",
			"org.springframework.boot.env.EnvironmentPostProcessor");

	private RegisteredPostProcessors() {
	}

	/**
	 * List those that aren't Spring's; there are none of ours.
	 * @param loader the application's class loader
	 * @return the names of their classes
	 * @throws IOException if what registers them can't be read
	 */
	static List<String> find(ClassLoader loader) throws IOException {
		Set<String> names = new TreeSet<>();
		for (URL url : Collections.list(loader.getResources(SpringFactoriesLoader.FACTORIES_RESOURCE_LOCATION))) {
			Properties factories = PropertiesLoaderUtils.loadProperties(new UrlResource(url));
			KEYS.forEach((key) -> names
				.addAll(List.of(StringUtils.commaDelimitedListToStringArray(factories.getProperty(key, "")))));
		}
		return names.stream().map(String::strip).filter((name) -> !name.startsWith("org.springframework.")).toList();
	}

}
