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

package dev.replboot.agent;

import java.lang.instrument.Instrumentation;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what the JVM gives an agent. Named in the manifest of an application's jar as
 * {@code Launcher-Agent-Class}, or of an agent's as {@code Premain-Class}. Depends on
 * nothing, because it is loaded before everything else; the JVM takes no notice of
 * annotations that are missing.
 */
public final class ReplAgent {

	private static volatile @Nullable Instrumentation instrumentation;

	private ReplAgent() {
	}

	/**
	 * Called by the JVM for {@code -javaagent}.
	 * @param arguments ignored
	 * @param given what the JVM gives an agent
	 */
	public static void premain(@Nullable String arguments, Instrumentation given) {
		instrumentation = given;
	}

	/**
	 * Called by the JVM for {@code Launcher-Agent-Class}.
	 * @param arguments ignored
	 * @param given what the JVM gives an agent
	 */
	public static void agentmain(@Nullable String arguments, Instrumentation given) {
		instrumentation = given;
	}

	/**
	 * What the JVM gave.
	 * @return the instrumentation, or {@code null} when this is no agent
	 */
	public static @Nullable Instrumentation instrumentation() {
		return instrumentation;
	}

}
