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
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Variables of the active process whose names no shell can export, such as
 * {@code spring.datasource.password}. Where {@code bin/twin} finds no program that can,
 * it says where they are, and Spring sees them as it does in the active process.
 */
final class HandedVariables {

	/**
	 * The variable that says where.
	 */
	private static final String WHERE = "REPL_TWIN_ENVIRON";

	private static final Pattern EXPORTABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

	private HandedVariables() {
	}

	static void addTo(ConfigurableEnvironment environment) {
		String where = System.getenv(WHERE);
		if (where == null) {
			return;
		}
		MutablePropertySources sources = environment.getPropertySources();
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		if (!sources.contains(name)) {
			return;
		}
		try {
			Map<String, Object> variables = new HashMap<>(environment.getSystemEnvironment());
			read(Path.of(where)).forEach(variables::putIfAbsent);
			sources.replace(name, new SystemEnvironmentPropertySource(name, variables));
		}
		catch (IOException ex) {
			System.err.println("The variables of the active process can't be read from " + where + ": " + ex
					+ ". It may have ended; start the twin of the process that runs now.");
			System.exit(2);
		}
	}

	/**
	 * Read the variables whose names no shell knows.
	 * @param file entries, each of which ends with a zero byte
	 * @return values by name
	 * @throws IOException if the file can't be read
	 */
	static Map<String, String> read(Path file) throws IOException {
		Map<String, String> variables = new HashMap<>();
		// as the JDK reads its own
		String text = new String(Files.readAllBytes(file), Charset.defaultCharset());
		for (String entry : text.split("\0")) {
			int at = entry.indexOf('=', 1);
			if (at > 0 && !EXPORTABLE.matcher(entry.substring(0, at)).matches()) {
				variables.put(entry.substring(0, at), entry.substring(at + 1));
			}
		}
		return variables;
	}

}
