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

package dev.replboot.runtime.unload;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What Spring's own objects know about the runtime's classes: exception handlers that
 * were looked up for them, injection metadata, constructors, proxies.
 */
final class SpringObjects implements RuntimeHolder {

	private static final String SPRING = "org.springframework.";

	private static final int MOST_OBJECTS = 100_000;

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Collection<Object> hostObjects;

	SpringObjects(Collection<Object> hostObjects) {
		this.hostObjects = hostObjects;
	}

	@Override
	public List<String> release(RuntimeOwnership runtime) {
		long deadline = System.nanoTime() + PATIENCE_NANOS;
		ObjectWalk walk = new ObjectWalk(runtime,
				(type) -> type.getName().startsWith(SPRING) || Links.isOfJdk(type) || type.isArray(), new Links(true),
				new CacheRelease(runtime, false), MOST_OBJECTS, () -> System.nanoTime() - deadline > 0);
		for (Object object : this.hostObjects) {
			if (object instanceof ConfigurableApplicationContext context && context.isActive()) {
				walk.from("beans", context.getBeanFactory());
			}
		}
		walk.walk();
		return List.of();
	}

}
