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

package dev.replboot.kit.patch;

import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;

import com.sun.management.HotSpotDiagnosticMXBean;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.replboot.agent.ReplAgent;

/**
 * Finds what changes classes: what the JVM gave an agent at its start, or else what it
 * gives one that is attached now.
 */
final class Agents {

	private static final String ADVICE = "Add Launcher-Agent-Class: dev.replboot.agent.ReplAgent to the manifest of the"
			+ " application's jar, with that class at the root of the jar, or start Java with"
			+ " -javaagent:repl-spring-boot-autoconfigure-VERSION-agent.jar.";

	private Agents() {
	}

	/**
	 * Get the instrumentation, attaching an agent if there is none.
	 * @return the instrumentation
	 * @throws PatchRefusedException if there is none to be had
	 */
	static Instrumentation instrumentation() {
		Instrumentation given = ReplAgent.instrumentation();
		if (given != null) {
			return given;
		}
		if (!ClassUtils.isPresent("net.bytebuddy.agent.ByteBuddyAgent", Agents.class.getClassLoader())) {
			throw new PatchRefusedException(
					"No agent is there, and byte-buddy-agent, which could attach one, isn't on the" + " class path. "
							+ ADVICE);
		}
		try {
			return ByteBuddyAgent.install();
		}
		catch (IllegalStateException ex) {
			throw new PatchRefusedException("No agent is there, and the JVM refuses to have one attached. " + ADVICE);
		}
	}

	/**
	 * Say which agent there is, without attaching one.
	 * @return the state and, if something is missing, what to do
	 */
	static Diagnosis diagnose() {
		if (ReplAgent.instrumentation() != null) {
			return new Diagnosis("agent", "The JVM was started with the agent.");
		}
		if (!ClassUtils.isPresent("net.bytebuddy.agent.ByteBuddyAgent", Agents.class.getClassLoader())) {
			return new Diagnosis("missing", "byte-buddy-agent isn't on the class path. " + ADVICE);
		}
		if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
			return new Diagnosis("missing", "This Java has no module jdk.attach. " + ADVICE);
		}
		if ("false".equals(option("EnableDynamicAgentLoading")) || "true".equals(option("DisableAttachMechanism"))) {
			return new Diagnosis("missing", "The JVM's options forbid attaching an agent. " + ADVICE);
		}
		return new Diagnosis("attach", "An agent will be attached at the first patch; Java 21 and later warn of that."
				+ " To do without the warning: " + ADVICE);
	}

	private static @Nullable String option(String name) {
		try {
			HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
			return (bean != null) ? bean.getVMOption(name).getValue() : null;
		}
		catch (IllegalArgumentException ex) {
			// Another JVM has other options.
			return null;
		}
	}

	/**
	 * Which agent there is.
	 *
	 * @param agent {@code agent}, {@code attach} if one can be attached, or
	 * {@code missing}
	 * @param sentence what that means
	 */
	record Diagnosis(String agent, String sentence) {

	}

}
