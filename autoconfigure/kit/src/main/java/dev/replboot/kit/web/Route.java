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

package dev.replboot.kit.web;

import java.util.Set;

import org.springframework.web.method.HandlerMethod;

/**
 * A handler of an application's and the requests that reach it.
 *
 * @param paths patterns of paths
 * @param methods the names of the HTTP methods; empty for any
 * @param handler the handler
 */
record Route(Set<String> paths, Set<String> methods, HandlerMethod handler) {

}
