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

package dev.replboot.lifecycle;

import java.util.List;

import dev.replboot.api.Internal;

/**
 * The application that the REPL is in.
 *
 * @param name {@code spring.application.name}, or what stands for it
 * @param profiles the active profiles
 * @param instance the host and the process
 * @param twin whether it is a twin of the active process
 */
@Internal
public record ApplicationIdentity(String name, List<String> profiles, String instance, boolean twin) {

	public ApplicationIdentity {
		profiles = List.copyOf(profiles);
	}

}
