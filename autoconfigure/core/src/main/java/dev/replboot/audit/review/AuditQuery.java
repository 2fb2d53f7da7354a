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

package dev.replboot.audit.review;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which records somebody wants to see.
 *
 * @param session the id of a session, or {@code null} for all
 * @param principal the name of a principal, or {@code null} for all
 * @param type the name of a type of event, or {@code null} for all
 * @param after the number of the record after which to begin, or {@code null} for the
 * last ones
 * @param limit how many at most
 */
public record AuditQuery(@Nullable String session, @Nullable String principal, @Nullable String type,
		@Nullable Long after, int limit) {

	/**
	 * The number of records that one answer has at most.
	 */
	public static final int MOST = 1000;

	public AuditQuery {
		if (limit < 1 || limit > MOST) {
			throw new IllegalArgumentException("limit must be from 1 to " + MOST + ".");
		}
	}

	// without taking the line apart, which costs much more
	boolean mayMatch(long record, String line) {
		return (this.after == null || record > this.after) && (this.session == null || line.contains(this.session))
				&& (this.type == null || line.contains(this.type));
	}

	boolean matches(Map<String, Object> entries) {
		return equal(this.session, entries.get("session")) && equal(this.principal, entries.get("principal"))
				&& equal(this.type, entries.get("type"));
	}

	private static boolean equal(@Nullable String wanted, @Nullable Object found) {
		return wanted == null || wanted.equals(found);
	}

}
