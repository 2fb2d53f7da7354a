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

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import dev.replboot.audit.AuditTrail;
import dev.replboot.audit.Sanitizing;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.kit.KitAudit;
import dev.replboot.kit.KitHost;
import dev.replboot.kit.KitParts;
import dev.replboot.kit.ReplKitContributor;
import dev.replboot.kit.ScriptFolder;
import dev.replboot.kit.change.ChangesHost;
import dev.replboot.kit.change.TemporaryChanges;
import dev.replboot.kit.patch.CallerFailures;
import dev.replboot.kit.patch.Patches;
import dev.replboot.lifecycle.CloseReport;
import dev.replboot.lifecycle.Lease;
import dev.replboot.lifecycle.LifecycleListener;
import dev.replboot.lifecycle.ReplLifecycle;

/**
 * Auto-configuration of the kit: what a user finds inside the REPL.
 */
@AutoConfiguration(before = ReplAutoConfiguration.class)
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
@EnableConfigurationProperties({ AuditProperties.class, KitProperties.class, PatchProperties.class,
		ReplProperties.class, SqlProperties.class })
@Import(CallerFailureObservation.class)
public final class ReplKitAutoConfiguration {

	private static final Clock CLOCK = Clock.systemDefaultZone();

	// nothing works without them
	static final Set<String> ALWAYS = Set.of("beans", "help");

	@Bean
	KitAudit replKitRecord(AuditTrail trail) {
		return new KitAudit(trail);
	}

	@Bean
	Sanitizing replSanitizing(ObjectProvider<SanitizingFunction> functions, AuditProperties properties) {
		return new Sanitizing(new SanitizingFunctions(() -> functions.orderedStream().toList()), properties.getMask());
	}

	@Bean
	KitHost replKitHost(ApplicationContext context, ReplProperties properties, KitAudit record,
			ObjectProvider<ReplLifecycle> lifecycle, Sanitizing sanitizing) {
		return new KitHost(context, new LifecycleView(() -> lifecycle.getObject().status(), CLOCK),
				new ScriptFolder(properties.getScripts()), record, sanitizing);
	}

	@Bean
	TemporaryChanges replTemporaryChanges(KitAudit record) {
		return new TemporaryChanges(record);
	}

	@Bean
	ChangesHost replChangesHost(TemporaryChanges ledger) {
		return new ChangesHost(ledger, CLOCK);
	}

	@Bean
	Patches replPatches(TemporaryChanges ledger, PatchProperties properties, CallerFailures failures) {
		Patches patches = new Patches(ledger, properties.getMax(), properties.getJournal(), failures, CLOCK);
		patches.started();
		return patches;
	}

	@Bean
	LifecycleListener replKitLifecycle(ChangesHost reverts, TemporaryChanges ledger) {
		return new LifecycleListener() {

			@Override
			public void opening(Lease lease) {
				reverts.open();
			}

			@Override
			public void opened(Lease lease) {
				ledger.open();
			}

			@Override
			public List<String> closing(Lease lease) {
				return reverts.close();
			}

			// one that could not be opened is closed as well
			@Override
			public void closed(Lease lease, String by, CloseReport report) {
				reverts.close();
				ledger.close();
			}

		};
	}

	@Bean
	KitParts replKitParts(ApplicationContext context, ObjectProvider<ReplKitContributor> contributors, KitAudit record,
			ChangesHost reverts, Patches patches) {
		return new KitParts(context, StandardParts.all(context, record, reverts, patches),
				() -> contributors.orderedStream().toList(), enabled(context.getEnvironment()));
	}

	private static Predicate<String> enabled(Environment environment) {
		return (part) -> ALWAYS.contains(part) || isEnabled(environment, part);
	}

	private static boolean isEnabled(Environment environment, String part) {
		return Binder.get(environment)
			.bind("repl.kit." + part + ".enabled", Boolean.class)
			// who permits no patches permits nobody to change classes for a watch either
			.orElseGet(() -> !part.equals("watch") || isEnabled(environment, "patch"));
	}

}
