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

package dev.replboot.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

import dev.replboot.api.Internal;
import dev.replboot.text.VisibleText;

/**
 * The parts that the kit can consist of, and which of them the application has.
 */
@Internal
public final class KitParts {

	private static final Log logger = LogFactory.getLog(KitParts.class);

	private final ApplicationContext context;

	private final List<KitPart> parts;

	private final Supplier<List<ReplKitContributor>> contributors;

	private final Predicate<String> enabled;

	private final Map<String, Object> hosts = new ConcurrentHashMap<>();

	/**
	 * Create them.
	 * @param context the application's context
	 * @param parts all parts, in the order in which they are listed
	 * @param contributors what the application adds, looked up at each opening
	 * @param enabled tells by its name whether a part is switched on
	 */
	public KitParts(ApplicationContext context, List<KitPart> parts, Supplier<List<ReplKitContributor>> contributors,
			Predicate<String> enabled) {
		this.context = context;
		this.parts = List.copyOf(parts);
		this.contributors = contributors;
		this.enabled = enabled;
	}

	/**
	 * All parts, whether they are there or not.
	 * @return the parts, in order
	 */
	public List<KitPart> all() {
		return this.parts;
	}

	/**
	 * The parts that are there.
	 * @return the parts, in order
	 */
	public List<KitPart> present() {
		return this.parts.stream().filter((part) -> missing(part) == null).toList();
	}

	/**
	 * The parts that aren't there.
	 * @return why, by the part's name, in order
	 */
	public Map<String, String> missing() {
		Map<String, String> reasons = new LinkedHashMap<>();
		for (KitPart part : this.parts) {
			String reason = missing(part);
			if (reason != null) {
				reasons.put(part.name(), reason);
			}
		}
		for (KitContribution contribution : contributed()) {
			if (!this.enabled.test(contribution.name())) {
				reasons.put(contribution.name(), switchedOff(contribution.name()));
			}
		}
		return reasons;
	}

	private @Nullable String missing(KitPart part) {
		return this.enabled.test(part.name()) ? KitNeed.all(part.needs()).missing(this.context)
				: switchedOff(part.name());
	}

	private static String switchedOff(String name) {
		return "switched off by repl.kit." + name + ".enabled";
	}

	/**
	 * What the application adds, as far as it is switched on.
	 * @return the contributions, in the order of their beans
	 */
	public List<KitContribution> contributions() {
		return contributed().stream().filter((contribution) -> this.enabled.test(contribution.name())).toList();
	}

	private List<KitContribution> contributed() {
		List<KitContribution> all = new ArrayList<>();
		for (ReplKitContributor contributor : this.contributors.get()) {
			KitContribution contribution = new KitContribution(contributor.name());
			contributor.contribute(contribution);
			all.add(contribution);
		}
		return all;
	}

	/**
	 * The Java object that a part's namespace calls.
	 * @param name the part's name
	 * @return the object
	 * @throws IllegalArgumentException if the part has none
	 */
	public Object host(String name) {
		return this.hosts.computeIfAbsent(name, this::newHost);
	}

	private Object newHost(String name) {
		for (KitPart part : this.parts) {
			Supplier<Object> host = part.host();
			if (part.name().equals(name) && host != null) {
				return host.get();
			}
		}
		throw new IllegalArgumentException("The kit has no part " + name + " with a host object.");
	}

	/**
	 * A part couldn't be loaded. The rest of the kit is there all the same.
	 * @param name the part's name
	 * @param reason what went wrong
	 */
	public void failed(String name, String reason) {
		logger.warn("The part " + name + " of the REPL's kit could not be loaded: " + VisibleText.line(reason));
	}

}
