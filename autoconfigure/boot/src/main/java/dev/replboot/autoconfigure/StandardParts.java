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

package dev.replboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

import dev.replboot.kit.KitAudit;
import dev.replboot.kit.KitNeed;
import dev.replboot.kit.KitPart;
import dev.replboot.kit.ObjectViews;
import dev.replboot.kit.SessionHost;
import dev.replboot.kit.change.ChangesHost;
import dev.replboot.kit.patch.Patches;
import dev.replboot.kit.security.SecurityHost;
import dev.replboot.kit.spring.CachingHost;
import dev.replboot.kit.spring.HealthHost;
import dev.replboot.kit.spring.JvmHost;
import dev.replboot.kit.spring.LoggingHost;
import dev.replboot.kit.spring.MetricsHost;
import dev.replboot.kit.spring.SchedulingHost;
import dev.replboot.kit.spring.WiringHost;
import dev.replboot.kit.web.WebHost;

/**
 * The parts that the kit comes with. Each makes its host when it is first used, and only
 * if what it needs is there.
 */
final class StandardParts {

	private static final String NAMESPACES = "repl.kit.";

	private StandardParts() {
	}

	static List<KitPart> all(ApplicationContext context, KitAudit record, ChangesHost reverts, Patches patches) {
		List<KitPart> parts = new ArrayList<>(List.of(part("beans", "beans and properties", null),
				part("wiring", "injected beans", () -> new WiringHost(context)),
				part("web", "the web endpoints", () -> new WebHost(context, record),
						KitNeed.bean("Spring MVC or WebFlux",
								"org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping",
								"org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping")),
				part("health", "application health", () -> new HealthHost(context),
						KitNeed.bean("health endpoint",
								"org.springframework.boot.health.actuate.endpoint.HealthEndpoint")),
				part("metrics", "meters", () -> new MetricsHost(context),
						KitNeed.bean("MeterRegistry", "io.micrometer.core.instrument.MeterRegistry")),
				part("logging", "log levels", () -> new LoggingHost(context, reverts),
						KitNeed.bean("LoggingSystem", "org.springframework.boot.logging.LoggingSystem")),
				part("jvm", "threads and memory", JvmHost::new),
				part("security", "acting as another principal", () -> new SecurityHost(context, record),
						KitNeed.type("org.springframework.security.core.context.SecurityContextHolder",
								"Spring Security")),
				part("scheduling", "scheduled tasks", () -> new SchedulingHost(context, reverts),
						KitNeed.bean("scheduled tasks (@EnableScheduling)",
								"org.springframework.scheduling.config.ScheduledTaskHolder")),
				part("caching", "caches", () -> new CachingHost(context, record),
						KitNeed.bean("CacheManager", "org.springframework.cache.CacheManager")),
				part("show", "objects as tables", () -> new ObjectViews(DataParts.entities(context)))));
		parts.addAll(DataParts.all(context));
		parts.addAll(List.of(
				part("patch", "temporary patches of Java methods", () -> patches,
						KitNeed.type("net.bytebuddy.ByteBuddy", "Byte Buddy")),
				part("watch", "watching methods of Java classes",
						() -> patches.watches().showing(StandardValues.entities(context)),
						KitNeed.type("net.bytebuddy.ByteBuddy", "Byte Buddy")),
				part("changes", "temporary changes, and how to revert them", () -> reverts),
				part("session", "principal, lease, limits and sessions", () -> new SessionHost(record)),
				part("code", "scripts and sources", null), part("help", "the functions of the kit", null)));
		return parts;
	}

	private static KitPart part(String name, String title, @Nullable Supplier<Object> host, KitNeed... needs) {
		return new KitPart(name, title, NAMESPACES + name, List.of(needs), host);
	}

}
