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

package dev.replboot.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Properties of the application, where they come from, and what they hide. Values whose
 * key looks like that of a secret are masked.
 */
final class PropertyView {

	// stands for all others, and would find each property twice
	private static final String ATTACHED = "configurationProperties";

	private static final Pattern SECRET = Pattern.compile("password|passwd|secret|token|credential|private|key$",
			Pattern.CASE_INSENSITIVE);

	private static final String MASK = "******";

	private final Environment environment;

	PropertyView(Environment environment) {
		this.environment = environment;
	}

	@Nullable String value(String key) {
		return masked(key, this.environment.getProperty(key));
	}

	private static @Nullable String masked(String key, @Nullable Object value) {
		if (value == null) {
			return null;
		}
		return SECRET.matcher(key).find() ? MASK : value.toString();
	}

	Map<String, @Nullable String> matching(Pattern pattern) {
		Map<String, @Nullable String> found = new TreeMap<>();
		for (PropertySource<?> source : sources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String key : enumerable.getPropertyNames()) {
					if (pattern.matcher(key).find() && !found.containsKey(key)) {
						found.put(key, resolved(key));
					}
				}
			}
		}
		return found;
	}

	// one with a placeholder that can't be resolved shouldn't hide the others
	private @Nullable String resolved(String key) {
		try {
			return value(key);
		}
		catch (IllegalArgumentException ex) {
			return "unresolvable: " + ex.getMessage();
		}
	}

	@Nullable Map<String, @Nullable Object> origin(String key) {
		List<Map<String, @Nullable Object>> found = new ArrayList<>();
		for (PropertySource<?> source : sources()) {
			Object value = source.getProperty(key);
			if (value != null) {
				Map<String, @Nullable Object> entry = new LinkedHashMap<>();
				entry.put("value", masked(key, value));
				entry.put("source", source.getName());
				Origin origin = OriginLookup.getOrigin(source, key);
				entry.put("origin", (origin != null) ? origin.toString() : null);
				found.add(entry);
			}
		}
		if (found.isEmpty()) {
			return null;
		}
		Map<String, @Nullable Object> winner = new LinkedHashMap<>(found.get(0));
		winner.put("value", value(key));
		winner.put("hidden", List.copyOf(found.subList(1, found.size())));
		return winner;
	}

	/**
	 * The keys of all sources that can list theirs.
	 * @return the keys, a key once for each source that has it
	 */
	Stream<String> keys() {
		return sources().stream()
			.flatMap((source) -> (source instanceof EnumerablePropertySource<?> enumerable)
					? Stream.of(enumerable.getPropertyNames()) : Stream.empty());
	}

	private List<PropertySource<?>> sources() {
		if (!(this.environment instanceof ConfigurableEnvironment configurable)) {
			return List.of();
		}
		return configurable.getPropertySources()
			.stream()
			.<PropertySource<?>>map((source) -> source)
			.filter((source) -> !source.getName().equals(ATTACHED))
			.toList();
	}

}
