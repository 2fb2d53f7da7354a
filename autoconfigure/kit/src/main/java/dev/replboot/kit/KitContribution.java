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
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a {@link ReplKitContributor} adds: functions and objects made in Java, and
 * namespaces whose sources are on the class path.
 *
 * @since 0.1.0
 */
public final class KitContribution {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	private static final Pattern SYMBOL = Pattern.compile("[\\p{Alpha}*!_?<>=+-][\\p{Alnum}*!_?<>=+'-]*");

	private static final Pattern NAMESPACE = Pattern
		.compile("[\\p{Alpha}][\\p{Alnum}_-]*(\\.[\\p{Alpha}][\\p{Alnum}_-]*)*");

	private final String name;

	private String title = "";

	private final List<Function> functions = new ArrayList<>();

	private final List<Value> values = new ArrayList<>();

	private final List<String> namespaces = new ArrayList<>();

	KitContribution(String name) {
		this.name = valid(NAME, name, "part of the kit (small letters, digits and hyphens)");
	}

	private static String valid(Pattern pattern, String name, String what) {
		if (!pattern.matcher(name).matches()) {
			throw new IllegalArgumentException("\"" + name + "\" can't be the name of a " + what + ".");
		}
		return name;
	}

	/**
	 * Say what the part is for.
	 * @param title a few words
	 * @return this
	 */
	public KitContribution title(String title) {
		this.title = title;
		return this;
	}

	/**
	 * Add a function.
	 * @param name its name
	 * @param arglist its parameters as a Clojure vector, such as {@code [id & options]}
	 * @param doc a line that says what it is for; an example of a call and its result may
	 * follow after an empty line
	 * @param function what it does
	 * @return this
	 */
	public KitContribution function(String name, String arglist, String doc, KitFunction function) {
		this.functions.add(new Function(valid(SYMBOL, name, "Clojure function"), arglist, doc, function));
		return this;
	}

	/**
	 * Add an object.
	 * @param name the name that it has in the REPL
	 * @param doc a line that says what it is
	 * @param value the object
	 * @return this
	 */
	public KitContribution value(String name, String doc, Object value) {
		this.values.add(new Value(valid(SYMBOL, name, "Clojure var"), doc, value));
		return this;
	}

	/**
	 * Add the public functions of a namespace whose source is on the class path:
	 * {@code acme/repl/orders.clj} for {@code acme.repl.orders}. It is loaded after the
	 * REPL has opened, on another thread.
	 * @param namespace the namespace
	 * @return this
	 */
	public KitContribution namespace(String namespace) {
		this.namespaces.add(valid(NAMESPACE, namespace, "Clojure namespace"));
		return this;
	}

	/**
	 * The part's name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * What the part is for.
	 * @return a few words, possibly none
	 */
	public String title() {
		return this.title;
	}

	/**
	 * The functions, in the order in which they were added.
	 * @return the functions
	 */
	public List<Function> functions() {
		return List.copyOf(this.functions);
	}

	/**
	 * The objects, in the order in which they were added.
	 * @return the objects
	 */
	public List<Value> values() {
		return List.copyOf(this.values);
	}

	/**
	 * The namespaces, in the order in which they were added.
	 * @return the namespaces
	 */
	public List<String> namespaces() {
		return List.copyOf(this.namespaces);
	}

	/**
	 * A function.
	 *
	 * @param name its name
	 * @param arglist its parameters as a Clojure vector
	 * @param doc what it is for
	 * @param function what it does
	 */
	public record Function(String name, String arglist, String doc, KitFunction function) {

	}

	/**
	 * An object.
	 *
	 * @param name its name
	 * @param doc what it is
	 * @param value the object
	 */
	public record Value(String name, String doc, Object value) {

	}

}
