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
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The threads of the JVM; virtual threads can't be seen this way.
 */
public final class ThreadView {

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	/**
	 * Count threads by their names, where each number stands for any number, and by their
	 * states.
	 * @return the groups, the largest first
	 */
	public List<Map<String, @Nullable Object>> groups() {
		Map<String, Map<String, Integer>> states = new TreeMap<>();
		infos(0).forEach((info) -> states
			.computeIfAbsent(NUMBER.matcher(info.getThreadName()).replaceAll("#"), (group) -> new TreeMap<>())
			.merge(info.getThreadState().name(), 1, Integer::sum));
		List<Map<String, @Nullable Object>> groups = new ArrayList<>();
		states.forEach((group, counts) -> {
			Map<String, @Nullable Object> row = new LinkedHashMap<>();
			row.put("group", group);
			row.put("count", counts.values().stream().mapToInt(Integer::intValue).sum());
			row.put("states", counts);
			groups.add(row);
		});
		groups.sort((a, b) -> Integer.compare((int) Objects.requireNonNull(b.get("count")),
				(int) Objects.requireNonNull(a.get("count"))));
		return groups;
	}

	/**
	 * List threads.
	 * @param pattern what their names have a match of
	 * @return the properties of each
	 */
	public List<Map<String, @Nullable Object>> matching(Pattern pattern) {
		long[] deadlocked = this.threads.findDeadlockedThreads();
		return infos(1).filter((info) -> pattern.matcher(info.getThreadName()).find())
			.map((info) -> describe(info, deadlocked))
			.toList();
	}

	private Map<String, @Nullable Object> describe(ThreadInfo info, long @Nullable [] deadlocked) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put("id", info.getThreadId());
		row.put("name", info.getThreadName());
		row.put("state", info.getThreadState().name());
		row.put("cpu-ms", TimeUnit.NANOSECONDS.toMillis(this.threads.getThreadCpuTime(info.getThreadId())));
		row.put("at", (info.getStackTrace().length > 0) ? info.getStackTrace()[0].toString() : null);
		row.put("waits-for", info.getLockName());
		row.put("held-by", info.getLockOwnerName());
		if (deadlocked != null && Arrays.stream(deadlocked).anyMatch((id) -> id == info.getThreadId())) {
			row.put("deadlocked", true);
		}
		return row;
	}

	/**
	 * Take a thread's stack.
	 * @param idOrName the thread's number or name
	 * @return the frames, the innermost first
	 * @throws IllegalArgumentException if there is no such thread
	 */
	public List<String> stack(String idOrName) {
		ThreadInfo found = infos(Integer.MAX_VALUE).filter(
				(info) -> info.getThreadName().equals(idOrName) || String.valueOf(info.getThreadId()).equals(idOrName))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no thread " + idOrName + ". (threads #\"…\") lists threads by a part of their names."));
		return Stream.of(found.getStackTrace()).map(StackTraceElement::toString).toList();
	}

	private Stream<ThreadInfo> infos(int depth) {
		return Stream.of(this.threads.dumpAllThreads(false, false, depth)).filter(Objects::nonNull);
	}

}
