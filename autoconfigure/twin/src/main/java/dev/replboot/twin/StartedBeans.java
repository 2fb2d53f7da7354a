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

package dev.replboot.twin;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.Lifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * The lifecycle beans that run in a twin: its REPL, and what somebody started on purpose.
 * They are stopped like those of any context, in the order of their phases, before what
 * they use is destroyed.
 */
final class StartedBeans extends DefaultLifecycleProcessor {

	private final Map<String, Lifecycle> beans = new ConcurrentHashMap<>();

	void add(String name, Lifecycle bean) {
		this.beans.put(name, bean);
	}

	@Override
	protected Map<String, Lifecycle> getLifecycleBeans() {
		return this.beans;
	}

}
