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

package dev.replboot.runtime;

import dev.replboot.api.Internal;

/**
 * Something that an evaluation has taken or changed in the application and hasn't given
 * back.
 *
 * @param id its id among those of the runtime
 * @param what what it is, which identifies it
 * @param to what has become of it
 * @param by who has evaluated that
 * @param until when it is given back at the latest
 */
@Internal
public record TakenThing(String id, String what, String to, String by, String until) {

}
