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

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * How an object of the application is printed: {@code #tag [type content]}.
 *
 * @param tag the tag's namespace and name, such as {@code jpa/entity}
 * @param type the name of the object's class, or {@code null} to leave it out
 * @param content a map by strings, which become keywords, a string, or {@code null} for
 * none; values may be views themselves
 */
@Internal
public record ValueView(String tag, @Nullable String type, @Nullable Object content) {

}
