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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of properties is what the configuration metadata says.
 */
@Tag("plain")
class PropertiesPageTests {

	private static final Path PAGE = Path.of("../../docs/properties.md");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (`repl\\.[^|]*) \\|");

	private static final Pattern NAME = Pattern.compile("`([^`]+)`");

	private static final Pattern PART = Pattern.compile("repl\\.kit\\.[a-z-]+\\.enabled");

	@Test
	void pageListsEachPropertyAndNoOther() throws IOException {
		assertThat(listed()).containsExactlyElementsOf(declared());
	}

	private static Set<String> listed() throws IOException {
		return ROW.matcher(Files.readString(PAGE))
			.results()
			.flatMap((row) -> names(row.group(1)).stream())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	// `repl.a.b`, `.c` are repl.a.b and repl.a.c
	private static List<String> names(String cell) {
		List<String> names = new ArrayList<>();
		for (MatchResult name : NAME.matcher(cell).results().toList()) {
			String text = name.group(1);
			names.add(text.startsWith(".") ? names.get(0).substring(0, names.get(0).lastIndexOf('.')) + text : text);
		}
		return names;
	}

	private static Set<String> declared() throws IOException {
		Set<String> names = new TreeSet<>();
		for (var metadata : Collections.list(PropertiesPageTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream in = metadata.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(in).get("properties")) {
					String name = property.get("name").asString();
					if (name.startsWith("repl.")) {
						names.add(PART.matcher(name).matches() ? "repl.kit.<part>.enabled" : name);
					}
				}
			}
		}
		return names;
	}

}
