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

package dev.replboot.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters beside the observation.
 */
public enum ReplMeterDocumentation implements MeterDocumentation {

	/**
	 * Whether the REPL is open: 1 or 0.
	 */
	OPEN("repl.open", Meter.Type.GAUGE, null),

	/**
	 * What is left of the lease; 0 while the REPL is closed.
	 */
	LEASE_REMAINING("repl.lease.remaining", Meter.Type.GAUGE, "seconds"),

	/**
	 * Sessions that are there now.
	 */
	SESSIONS_ACTIVE("repl.sessions.active", Meter.Type.GAUGE, null, Key.PROTOCOL),

	/**
	 * Sessions that were opened, closed or refused.
	 */
	SESSIONS("repl.sessions", Meter.Type.COUNTER, null, Key.PROTOCOL, Key.EVENT),

	/**
	 * Evaluations that were told to stop and went on for a second at least.
	 */
	STUCK("repl.eval.stuck", Meter.Type.COUNTER, null, Key.PROTOCOL),

	/**
	 * Those who were turned away.
	 */
	DENIALS("repl.denials", Meter.Type.COUNTER, null, Key.PROTOCOL, Key.REASON),

	/**
	 * Methods that are patched.
	 */
	PATCHES_ACTIVE("repl.patches.active", Meter.Type.GAUGE, null),

	/**
	 * Closed runtimes that stay in memory, although the JVM has unloaded classes since.
	 */
	RUNTIMES_STAYING("repl.runtimes.staying", Meter.Type.GAUGE, null),

	/**
	 * Events that a sink of the record didn't get.
	 */
	AUDIT_LOST("repl.audit.lost", Meter.Type.COUNTER, null, Key.SINK);

	private final String name;

	private final Meter.Type type;

	private final @Nullable String unit;

	private final KeyName[] keys;

	ReplMeterDocumentation(String name, Meter.Type type, @Nullable String unit, KeyName... keys) {
		this.name = name;
		this.type = type;
		this.unit = unit;
		this.keys = keys;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.unit;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keys.clone();
	}

	/**
	 * The tags.
	 */
	public enum Key implements KeyName {

		/**
		 * The protocol's name; {@code http} for the endpoint.
		 */
		PROTOCOL("protocol"),

		/**
		 * {@code opened}, {@code closed} or {@code refused}.
		 */
		EVENT("event"),

		/**
		 * Why somebody was turned away.
		 */
		REASON("reason"),

		/**
		 * The name of a sink of the record.
		 */
		SINK("sink");

		private final String key;

		Key(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
