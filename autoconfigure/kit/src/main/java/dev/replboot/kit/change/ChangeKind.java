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

package dev.replboot.kit.change;

import dev.replboot.audit.AuditType;

/**
 * A kind of temporary changes.
 *
 * @param letter what ids begin with
 * @param plural what several are called
 * @param most how many there may be at a time
 * @param begun the event before one is made
 * @param ended the event after its end
 */
public record ChangeKind(char letter, String plural, int most, AuditType begun, AuditType ended) {

}
