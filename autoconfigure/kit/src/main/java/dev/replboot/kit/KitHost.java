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

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.context.ApplicationContext;

import dev.replboot.api.Internal;
import dev.replboot.audit.Sanitizing;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.text.VisibleText;

/**
 * The Java side of the kit: what its Clojure functions call.
 */
@Internal
public final class KitHost {

	private static final int SUGGESTIONS = 8;

	private final ApplicationContext context;

	private final PropertyView properties;

	private final KitNames names;

	private final ReplView repl;

	private final ScriptFolder scripts;

	private final KitAudit record;

	/**
	 * Create the host.
	 * @param context the application's context
	 * @param repl the REPL that the kit is in
	 * @param scripts the folder of reviewed scripts
	 * @param record where what the kit does beyond evaluating is recorded
	 * @param sanitizing decides what of a property is shown
	 */
	public KitHost(ApplicationContext context, ReplView repl, ScriptFolder scripts, KitAudit record,
			Sanitizing sanitizing) {
		this.context = context;
		this.properties = new PropertyView(context.getEnvironment(), sanitizing);
		this.names = new KitNames(context, this.properties);
		this.repl = repl;
		this.scripts = scripts;
		this.record = record;
	}

	/**
	 * Read a reviewed script and put on record that it is about to be loaded.
	 * @param name its path inside the folder of scripts
	 * @return the script
	 * @throws IOException if it can't be read
	 */
	public ScriptFolder.Script script(String name) throws IOException {
		ScriptFolder.Script script = this.scripts.read(name);
		this.record.scriptLoading(script);
		return script;
	}

	/**
	 * Save a script that nobody has reviewed yet, and put that on record.
	 * @param path where to; relative to the working folder
	 * @param text its text
	 * @return the script as it was saved
	 * @throws IOException if it can't be written
	 */
	public ScriptFolder.Script saveScript(String path, String text) throws IOException {
		ScriptDraft draft = ScriptDraft.of(this.scripts, path, text);
		ScriptFolder.Script script = draft.script();
		this.record.scriptSaving(script);
		draft.write();
		return script;
	}

	/**
	 * Find a bean by name.
	 * @param name its name
	 * @return the bean
	 * @throws IllegalArgumentException if there is none, with names that are alike
	 */
	public Object bean(String name) {
		try {
			return this.context.getBean(name);
		}
		catch (NoSuchBeanDefinitionException ex) {
			if (!name.equals(ex.getBeanName())) {
				// the bean is there, but one that it needs isn't
				throw ex;
			}
			// without a cause, because Clojure shows the root cause's message alone
			throw new IllegalArgumentException("There is no bean named " + name + ". " + suggest(name));
		}
	}

	/**
	 * Find a bean by type.
	 * @param type its type
	 * @return the bean
	 * @throws IllegalArgumentException if there is none or more than one
	 */
	public Object bean(Class<?> type) {
		String[] names = this.context.getBeanNamesForType(type);
		if (names.length == 0) {
			throw new IllegalArgumentException(
					"There is no bean of " + type + ". (beans #\"…\") lists beans by a part of their names.");
		}
		try {
			return this.context.getBean(type);
		}
		catch (NoSuchBeanDefinitionException ex) {
			if (names.length == 1) {
				throw ex;
			}
			throw new IllegalArgumentException(
					"There are several beans of " + type + ": " + String.join(", ", names) + ". Take one by name.");
		}
	}

	private String suggest(String name) {
		String lower = name.toLowerCase(java.util.Locale.ROOT);
		List<String> alike = Stream.of(this.context.getBeanDefinitionNames())
			.filter((candidate) -> candidate.toLowerCase(java.util.Locale.ROOT).contains(lower))
			.limit(SUGGESTIONS)
			.toList();
		return alike.isEmpty() ? "(beans #\"…\") lists beans by a part of their names."
				: "Did you mean " + String.join(", ", alike) + "?";
	}

	/**
	 * List beans whose name has a match of the pattern.
	 * @param pattern what to look for
	 * @return the name of each bean's class by the bean's name, in order
	 */
	public Map<String, String> beans(Pattern pattern) {
		Map<String, String> found = new TreeMap<>();
		for (String name : new TreeSet<>(List.of(this.context.getBeanDefinitionNames()))) {
			if (pattern.matcher(name).find()) {
				Class<?> type = this.context.getType(name, false);
				found.put(name, (type != null) ? type.getName() : "?");
			}
		}
		return found;
	}

	/**
	 * Look a property up.
	 * @param key its key
	 * @return its value, without what is a secret; {@code null} if there is none
	 */
	public @Nullable String env(String key) {
		return this.properties.value(key);
	}

	/**
	 * Look properties up.
	 * @param pattern what their keys have a match of
	 * @return the values by key, masked if need be, in order
	 */
	public Map<String, @Nullable String> envMatching(Pattern pattern) {
		return this.properties.matching(pattern);
	}

	/**
	 * Look up where a property comes from.
	 * @param key its key
	 * @return its value, source and origin, and the same of what it hides; {@code null}
	 * if there is none
	 */
	public @Nullable Map<String, @Nullable Object> envOrigin(String key) {
		return this.properties.origin(key);
	}

	/**
	 * Whose session the calling thread evaluates for.
	 * @return the principal, their authorities, the session, the protocol and the peer
	 */
	public Map<String, Object> who() {
		EvaluationOrigin origin = CurrentOrigin.get();
		if (origin == null) {
			throw new IllegalStateException("This thread doesn't evaluate for a session.");
		}
		Map<String, Object> who = new LinkedHashMap<>();
		who.put("principal", origin.principal().name());
		who.put("source", VisibleText.line(origin.principal().source()));
		who.put("authorities", List.copyOf(new TreeSet<>(origin.principal().authorities())));
		who.put("session", origin.session());
		who.put("protocol", origin.protocol());
		Map<String, @Nullable Object> peer = new LinkedHashMap<>();
		peer.put("user", origin.peer().user());
		peer.put("uid", origin.peer().uid());
		peer.put("address", origin.peer().address());
		who.put("peer", peer);
		return who;
	}

	/**
	 * The lease in force.
	 * @return its properties by name
	 */
	public Map<String, @Nullable Object> lease() {
		return this.repl.lease();
	}

	/**
	 * The sessions that there are.
	 * @return the properties of each by name
	 */
	public List<Map<String, @Nullable Object>> sessions() {
		return this.repl.sessions();
	}

	/**
	 * What the application has names for.
	 * @return the names
	 */
	public KitNames names() {
		return this.names;
	}

	/**
	 * The application's context.
	 * @return the context
	 */
	public ApplicationContext context() {
		return this.context;
	}

}
