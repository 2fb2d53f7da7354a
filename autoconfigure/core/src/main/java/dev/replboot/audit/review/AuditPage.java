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

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Some records.
 *
 * @param records the members of each, oldest first
 * @param next the number after which the next ones begin, or {@code null} when there are
 * no more
 */
public record AuditPage(List<Map<String, Object>> records, @Nullable Long next) {

	public AuditPage {
		records = List.copyOf(records);
	}

}
