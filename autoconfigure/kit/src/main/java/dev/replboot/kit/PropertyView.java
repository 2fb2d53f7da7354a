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
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.SystemPropertyUtils;

import dev.replboot.audit.Sanitizing;

/**
 * Properties of the application, where they come from, and what they hide. Secrets are
 * masked, also where a placeholder brings them into another value.
 */
final class PropertyView {

	// stands for all others, and would find each property twice
	private static final String ATTACHED = "configurationProperties";

	private final PropertyPlaceholderHelper placeholders = new PropertyPlaceholderHelper(
			SystemPropertyUtils.PLACEHOLDER_PREFIX, SystemPropertyUtils.PLACEHOLDER_SUFFIX,
			SystemPropertyUtils.VALUE_SEPARATOR, SystemPropertyUtils.ESCAPE_CHARACTER, false);

	private final Environment environment;

	private final Sanitizing sanitizing;

	PropertyView(Environment environment, Sanitizing sanitizing) {
		this.environment = environment;
		this.sanitizing = sanitizing;
	}

	@Nullable String value(String key) {
		try {
			return resolved(key);
		}
		catch (PlaceholderResolutionException ex) {
			throw new IllegalArgumentException(key + " has a placeholder that can't be resolved: "
					+ this.sanitizing.text(String.valueOf(ex.getPlaceholder())));
		}
	}

	private @Nullable String resolved(String key) {
		Found found = find(key);
		if (found == null) {
			return null;
		}
		Object value = found.value();
		if (value instanceof CharSequence text) {
			// each value is shown as it may be by itself
			value = this.placeholders.replacePlaceholders(text.toString(), this::resolvedSimply);
		}
		return shown(found, key, value);
	}

	// placeholders in it are resolved by who asks
	private @Nullable String resolvedSimply(String key) {
		Found found = find(key);
		return (found != null) ? shown(found, key, found.value()) : null;
	}

	// by the name that was asked for and the one that it has in its source
	private @Nullable String shown(Found found, String key, Object value) {
		String shown = this.sanitizing.property(found.source(), found.key(), value);
		return (found.key().equals(key) || !Objects.equals(shown, value.toString())) ? shown
				: this.sanitizing.property(found.source(), key, value);
	}

	private @Nullable Found find(String key) {
		if (!(this.environment instanceof ConfigurableEnvironment configurable)) {
			return null;
		}
		if (configurable.getPropertySources().contains(ATTACHED)) {
			Found found = findRelaxed(key);
			if (found != null) {
				return found;
			}
		}
		for (PropertySource<?> source : sources()) {
			Object value = source.getProperty(key);
			if (value != null) {
				return new Found(source, key, value);
			}
		}
		return null;
	}

	private @Nullable Found findRelaxed(String key) {
		if (!ConfigurationPropertyName.isValid(key)) {
			return null;
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null && property.getValue() != null) {
				return (property.getOrigin() instanceof PropertySourceOrigin origin)
						? new Found(origin.getPropertySource(), origin.getPropertyName(), property.getValue())
						: new Found(PropertySource.named(ATTACHED), key, property.getValue());
			}
		}
		return null;
	}

	Map<String, @Nullable String> matching(Pattern pattern) {
		Map<String, @Nullable String> found = new TreeMap<>();
		for (PropertySource<?> source : sources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String key : enumerable.getPropertyNames()) {
					if (pattern.matcher(key).find() && !found.containsKey(key)) {
						found.put(key, valueOrReason(key));
					}
				}
			}
		}
		return found;
	}

	// one with a placeholder that can't be resolved shouldn't hide the others
	private @Nullable String valueOrReason(String key) {
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
				entry.put("value", this.sanitizing.property(source, key, value));
				// of a configuration server, for example, the name is a URL
				entry.put("source", this.sanitizing.text(source.getName()));
				Origin origin = OriginLookup.getOrigin(source, key);
				entry.put("origin", (origin != null) ? this.sanitizing.text(origin.toString()) : null);
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

	/**
	 * A property as its source has it.
	 *
	 * @param source the source
	 * @param key its name there
	 * @param value its value, with placeholders
	 */
	private record Found(PropertySource<?> source, String key, Object value) {

	}

}
