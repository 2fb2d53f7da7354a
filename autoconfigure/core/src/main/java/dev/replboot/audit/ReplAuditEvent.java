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

package dev.replboot.audit;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes on record.
 *
 * @param type what was done
 * @param sequence the event's number, from 1, unique while the process runs
 * @param at when
 * @param source the process
 * @param actor who and from where
 * @param lease the lease in force, or {@code null} while the REPL is closed
 * @param data what else there is to know
 * @since 0.1.0
 */
public record ReplAuditEvent(AuditType type, long sequence, OffsetDateTime at, AuditSource source, AuditActor actor,
		@Nullable AuditLease lease, Map<String, Object> data) {

	/**
	 * Everything about who, where and when, by name, in the order that it is written.
	 * Without the event's own data.
	 * @return the entries that have a value
	 */
	public Map<String, Object> circumstances() {
		Map<String, @Nullable Object> all = new LinkedHashMap<>();
		all.put("sequence", this.sequence);
		all.put("at", this.at.toString());
		all.put("application", this.source.application());
		all.put("instance", this.source.instance());
		all.put("type", this.type.name());
		all.put("principal", this.actor.principal());
		all.put("source", this.actor.source());
		all.put("authorities", this.actor.authorities().isEmpty() ? null : this.actor.authorities());
		all.put("session", this.actor.session());
		all.put("protocol", this.actor.protocol());
		if (this.actor.peer() != null) {
			all.put("peer", this.actor.peer().address());
			all.put("peerUser", this.actor.peer().user());
			all.put("peerUid", this.actor.peer().uid());
		}
		if (this.lease != null) {
			all.put("lease", this.lease.openedAt().toString());
			all.put("leaseBy", this.lease.openedBy());
			all.put("leaseReason", this.lease.reason());
			all.put("leaseEnds", this.lease.endsAt().toString());
		}
		return present(all);
	}

	/**
	 * All entries by name, in the order that they are written.
	 * @return the circumstances and the data
	 */
	public Map<String, Object> entries() {
		Map<String, Object> all = circumstances();
		all.putAll(this.data);
		return all;
	}

	static Map<String, Object> present(Map<String, ? extends @Nullable Object> entries) {
		Map<String, Object> present = new LinkedHashMap<>();
		entries.forEach((key, value) -> {
			if (value != null) {
				present.put(key, value);
			}
		});
		return present;
	}

}
