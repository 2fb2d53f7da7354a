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

package dev.replboot.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of the record.
 *
 * @param session the id of a session, or {@code null} for all
 * @param lease when the REPL was opened, to tell sessions of the same id apart, or
 * {@code null} for the last one
 * @param principal the name of a principal, or {@code null} for all
 * @param type the name of a type of event, or {@code null} for all
 * @param after the number of the record after which to begin, or {@code null} for the
 * last ones
 * @param limit how many, or {@code null} for a hundred
 * @param format {@code text} or {@code html} for the transcript of a session, or
 * {@code null} for records
 * @param tools whether a transcript has what editors asked by themselves
 * @param verify whether to verify the record instead of showing it
 */
record AuditLogRequest(@Nullable String session, @Nullable String lease, @Nullable String principal,
		@Nullable String type, @Nullable Long after, @Nullable Integer limit, @Nullable String format, boolean tools,
		boolean verify) {

}
