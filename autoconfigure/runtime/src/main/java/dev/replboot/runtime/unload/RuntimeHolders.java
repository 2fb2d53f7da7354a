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

import java.beans.Introspector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * All that is known to hold a runtime.
 */
final class RuntimeHolders {

	private static final Log logger = LogFactory.getLog(RuntimeHolders.class);

	private final List<RuntimeHolder> roots;

	RuntimeHolders(Collection<Object> hostObjects) {
		this.roots = List.of(RuntimeHolders::flushIntrospector, new ContextClassLoaders(), new SystemProperties(),
				new DefaultExceptionHandler(), new SpringCaches(), new JacksonCaches(hostObjects),
				new ApplicationBeans(hostObjects), new SpringObjects(hostObjects));
	}

	List<String> release(RuntimeOwnership runtime) {
		List<String> sentences = new ArrayList<>();
		for (RuntimeHolder root : this.roots) {
			try {
				sentences.addAll(root.release(runtime));
			}
			catch (RuntimeException | LinkageError ex) {
				logger.warn("Could not look for what holds the closed REPL in " + root.getClass().getSimpleName(), ex);
			}
		}
		return sentences;
	}

	private static List<String> flushIntrospector(RuntimeOwnership runtime) {
		Introspector.flushCaches();
		return List.of();
	}

}
