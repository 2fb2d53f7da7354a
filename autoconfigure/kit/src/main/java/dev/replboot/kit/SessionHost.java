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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

import dev.replboot.api.Internal;
import dev.replboot.audit.AuditType;
import dev.replboot.eval.EffectiveLimits;

/**
 * The limits of the evaluation that runs, shown and changed for a part of it. That is on
 * record: limits stop mistakes, and whoever raises one means it.
 */
@Internal
public final class SessionHost {

	private static final Set<String> OPTIONS = Set.of("time", "allocation");

	private final KitAudit record;

	/**
	 * Create it.
	 * @param record where a change is recorded
	 */
	public SessionHost(KitAudit record) {
		this.record = record;
	}

	/**
	 * The limits in force.
	 * @return the limits by name, with the unit in the name
	 */
	public Map<String, Object> show() {
		EffectiveLimits limits = EffectiveLimits.current();
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("time-seconds", limits.time().toMillis() / 1000.0);
		shown.put("allocation-bytes", limits.allocation());
		shown.put("output-characters", limits.standard().output());
		shown.put("request-characters", limits.standard().request());
		shown.put("print-length", limits.standard().printLength());
		shown.put("print-depth", limits.standard().printLevel());
		return shown;
	}

	/**
	 * Run a body within limits of its own.
	 * @param options {@code time}, such as {@code 5m}, and {@code allocation}, such as
	 * {@code 2GB}
	 * @param body what to run
	 * @return what it gives
	 * @throws Exception what it throws
	 */
	public @Nullable Object within(Map<String, String> options, Callable<@Nullable Object> body) throws Exception {
		Set<String> unknown = new TreeSet<>(options.keySet());
		unknown.removeAll(OPTIONS);
		if (options.isEmpty() || !unknown.isEmpty()) {
			throw new IllegalArgumentException("with-limits takes {:time \"5m\"} or {:allocation \"2GB\"} or both"
					+ (unknown.isEmpty() ? "." : ", not " + String.join(", ", unknown) + "."));
		}
		String time = options.get("time");
		String allocation = options.get("allocation");
		Duration duration = (time != null) ? DurationStyle.detectAndParse(time) : null;
		Long bytes = (allocation != null) ? (Long) DataSize.parse(allocation).toBytes() : null;
		if ((duration != null && (duration.isNegative() || duration.isZero())) || (bytes != null && bytes <= 0)) {
			throw new IllegalArgumentException("A limit must be more than nothing.");
		}
		this.record.publish(AuditType.REPL_LIMITS_CHANGED, new LinkedHashMap<>(options));
		return EffectiveLimits.current().within(duration, bytes, body);
	}

}
