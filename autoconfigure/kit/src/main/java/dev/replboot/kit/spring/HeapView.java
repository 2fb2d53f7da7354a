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

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

import org.jspecify.annotations.Nullable;

/**
 * The JVM's memory, and what fills the heap.
 */
public final class HeapView {

	private static final int MAX_ROWS = 1000;

	private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

	/**
	 * The memory pools.
	 * @return name, kind and bytes of each
	 */
	public List<Map<String, @Nullable Object>> pools() {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
			MemoryUsage usage = pool.getUsage();
			if (usage != null) {
				Map<String, @Nullable Object> row = new LinkedHashMap<>();
				row.put("pool", pool.getName());
				row.put("kind", pool.getType().name());
				row.put("used", usage.getUsed());
				row.put("committed", usage.getCommitted());
				row.put("max", (usage.getMax() >= 0) ? usage.getMax() : null);
				rows.add(row);
			}
		}
		return rows;
	}

	/**
	 * Count the objects of each class. The JVM stands still meanwhile. It makes no
	 * collection before, so objects that are no longer reachable count as well.
	 * @param pattern what the classes' names have a match of
	 * @param rows how many classes to answer with, up to 1000
	 * @return class, instances and bytes, the most bytes first
	 */
	public List<Map<String, @Nullable Object>> histogram(Pattern pattern, long rows) {
		if (rows < 1 || rows > MAX_ROWS) {
			throw new IllegalArgumentException("The histogram has 1 to " + MAX_ROWS + " rows, not " + rows + ".");
		}
		return text().lines()
			.map(LINE::matcher)
			.filter((line) -> line.matches() && pattern.matcher(line.group(3)).find())
			.limit(rows)
			.map(HeapView::row)
			.toList();
	}

	private static Map<String, @Nullable Object> row(Matcher line) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put("class", line.group(3));
		row.put("instances", Long.valueOf(line.group(1)));
		row.put("bytes", Long.valueOf(line.group(2)));
		return row;
	}

	private static String text() {
		try {
			Object answer = ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
						new Object[] { new String[] { "-all" } }, new String[] { String[].class.getName() });
			return String.valueOf(answer);
		}
		catch (JMException ex) {
			throw new IllegalStateException("This JVM has no class histogram: " + ex.getMessage(), ex);
		}
	}

}
