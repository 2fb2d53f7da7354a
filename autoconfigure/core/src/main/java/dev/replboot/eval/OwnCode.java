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

package dev.replboot.eval;

import java.security.CodeSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.replboot.api.Internal;

/**
 * Tells the classes of this REPL from those of the application, which may be in a package
 * of the same name.
 */
@Internal
public final class OwnCode {

	// one class of each artifact; in one jar with everything, they are the same source
	private static final List<String> ARTIFACTS = List.of("dev.replboot.runtime.ReplRuntime",
			"dev.replboot.session.ReplSession", "dev.replboot.kit.KitHost", "dev.replboot.twin.TwinContext",
			"dev.replboot.autoconfigure.ReplAutoConfiguration");

	private static final Set<CodeSource> SOURCES = ARTIFACTS.stream()
		.filter((name) -> ClassUtils.isPresent(name, OwnCode.class.getClassLoader()))
		.map((name) -> source(ClassUtils.resolveClassName(name, OwnCode.class.getClassLoader())))
		.filter(Objects::nonNull)
		.collect(Collectors.toUnmodifiableSet());

	private OwnCode() {
	}

	/**
	 * Whether a class is of this REPL.
	 * @param type the class
	 * @return whether it is from the same place as one of its artifacts
	 */
	public static boolean contains(Class<?> type) {
		CodeSource source = source(type);
		return source != null && SOURCES.contains(source);
	}

	private static @Nullable CodeSource source(Class<?> type) {
		return type.getProtectionDomain().getCodeSource();
	}

}
