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

package dev.replboot.kit.spring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * The application's meters.
 */
public final class MetricsHost {

	private static final int SUGGESTIONS = 8;

	private final MeterRegistry registry;

	/**
	 * Create it.
	 * @param context the application's context
	 */
	public MetricsHost(ApplicationContext context) {
		this.registry = context.getBeanProvider(MeterRegistry.class)
			.orderedStream()
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The application has no meters."));
	}

	/**
	 * The names that there are.
	 * @return the names, in order
	 */
	public List<String> names() {
		TreeSet<String> names = new TreeSet<>();
		this.registry.forEachMeter((meter) -> names.add(meter.getId().getName()));
		return List.copyOf(names);
	}

	/**
	 * Read all meters of a name.
	 * @param name the name
	 * @return the tags and values of each
	 * @throws IllegalArgumentException if there is none, with names that are alike
	 */
	public List<Map<String, @Nullable Object>> read(String name) {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (Meter meter : this.registry.find(name).meters()) {
			Map<String, @Nullable Object> row = new LinkedHashMap<>();
			Map<String, @Nullable Object> tags = new LinkedHashMap<>();
			meter.getId().getTags().forEach((tag) -> tags.put(tag.getKey(), tag.getValue()));
			row.put("tags", tags);
			row.put("unit", meter.getId().getBaseUnit());
			for (Measurement measurement : meter.measure()) {
				row.put(measurement.getStatistic().name().toLowerCase(Locale.ROOT).replace('_', '-'),
						measurement.getValue());
			}
			rows.add(row);
		}
		if (rows.isEmpty()) {
			throw new IllegalArgumentException("There is no meter named " + name + ". " + suggest(name));
		}
		return rows;
	}

	private String suggest(String name) {
		List<String> alike = names().stream().filter((known) -> known.contains(name)).limit(SUGGESTIONS).toList();
		return alike.isEmpty() ? "(metric) lists all." : "Did you mean " + String.join(", ", alike) + "?";
	}

}
