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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.replboot.kit.KitPart;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of properties is made of the configuration metadata.
 */
@Tag("plain")
class PropertiesPageTests {

	private static final Path PAGE = Path.of("../../docs/properties.md");

	private static final String PARTS = "repl.kit.*.enabled";

	private static final Pattern ROW = Pattern.compile("\\| (?<name>repl\\.[^ ]+) \\|( (?<note>.+) \\|)?");

	// the functions of a part, and what else is code in the text of a description
	private static final Pattern FUNCTIONS = Pattern.compile("\\(([a-z!-]+(, [a-z!-]+)*)\\)");

	private static final Pattern CODE = Pattern
		.compile("(?<![`\\w-])(repl\\.[a-z.-]*[a-z]|[a-z]+!|:[a-z-]+[a-z]|127\\.0\\.0\\.1|::1"
				+ "|DataSource|dry-run|load-script|env(?=,))");

	private static final Pattern PART = Pattern.compile("repl\\.kit\\.[a-z0-9-]+\\.enabled");

	@Test
	void pageIsMadeOfTheMetadata() throws IOException {
		Map<String, JsonNode> left = new TreeMap<>();
		properties().forEach((property) -> left.put(property.get("name").asString(), property));
		String page = outline().lines().map((line) -> rows(line, left)).collect(Collectors.joining("\n", "", "\n"));
		assertThat(left.keySet()).as("properties that are missing in properties-outline.md").isEmpty();
		assertThat(page).as("code inside of a word").doesNotContain("-`");
		if (Boolean.getBoolean("properties.docs.write")) {
			Files.writeString(PAGE, page);
		}
		assertThat(Files.readString(PAGE))
			.as("docs/properties.md isn't what the metadata says. Make it anew with ./mvnw -pl autoconfigure/boot -am"
					+ " test -Dproperties.docs.write=true -Dtest=PropertiesPageTests"
					+ " -Dsurefire.failIfNoSpecifiedTests=false")
			.isEqualTo(page);
	}

	// an IDE shows the description without the page around it
	@Test
	void descriptionSaysWhichPropertyItIs() throws IOException {
		assertThat(properties().stream().map((property) -> property.get("description").asString()))
			.doesNotHaveDuplicates();
	}

	@Test
	@NullUnmarked
	void eachPartThatCanBeSwitchedOffIsDeclared() throws IOException {
		Set<String> parts = StandardParts.all(new GenericApplicationContext(), null, null, null)
			.stream()
			.map(KitPart::name)
			.filter((part) -> !ReplKitAutoConfiguration.ALWAYS.contains(part))
			.map((part) -> "repl.kit." + part + ".enabled")
			.collect(Collectors.toSet());
		assertThat(parts).contains("repl.kit.r2dbc.enabled");
		assertThat(names(properties()).filter((name) -> PART.matcher(name).matches()))
			.containsExactlyInAnyOrderElementsOf(parts);
	}

	@Test
	void hintsAreForDeclaredProperties() throws IOException {
		assertThat(names(properties()).toList()).containsAll(names(metadata("hints")).toList());
	}

	// a line of the outline, or the rows that it stands for
	private static String rows(String line, Map<String, JsonNode> left) {
		Matcher row = ROW.matcher(line);
		if (!row.matches()) {
			return line;
		}
		String note = (row.group("note") != null) ? " " + row.group("note") : "";
		List<String> names = row.group("name").equals(PARTS)
				? left.keySet().stream().filter((name) -> PART.matcher(name).matches()).toList()
				: List.of(row.group("name"));
		return names.stream().map((name) -> row(left.remove(name), name, note)).collect(Collectors.joining("\n"));
	}

	private static String row(@Nullable JsonNode property, String name, String note) {
		assertThat(property).as(name + " isn't a property, or is there twice").isNotNull();
		Objects.requireNonNull(property);
		JsonNode value = property.path("defaultValue").isArray() ? property.path("defaultValue").path(0)
				: property.path("defaultValue");
		return "| `" + name + "` |" + (value.isMissingNode() ? "" : " `" + value.asString() + "`") + " | "
				+ marked(property.get("description").asString()) + note + " |";
	}

	private static String marked(String description) {
		String listed = FUNCTIONS.matcher(description)
			.replaceAll((list) -> "(`" + list.group(1).replace(", ", "`, `") + "`)");
		return CODE.matcher(listed).replaceAll("`$0`");
	}

	private static String outline() throws IOException {
		try (InputStream in = PropertiesPageTests.class.getResourceAsStream("properties-outline.md")) {
			return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static Stream<String> names(List<JsonNode> items) {
		return items.stream().map((item) -> item.get("name").asString());
	}

	private static List<JsonNode> properties() throws IOException {
		return metadata("properties");
	}

	private static List<JsonNode> metadata(String kind) throws IOException {
		List<JsonNode> items = new ArrayList<>();
		for (var metadata : Collections.list(PropertiesPageTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream in = metadata.openStream()) {
				for (JsonNode item : JsonMapper.shared().readTree(in).path(kind)) {
					if (item.get("name").asString().startsWith("repl.")) {
						items.add(item);
					}
				}
			}
		}
		return items;
	}

}
