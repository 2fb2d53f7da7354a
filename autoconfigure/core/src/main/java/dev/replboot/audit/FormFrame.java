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

package dev.replboot.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A bracket that is open, and what stands in it so far: whether the next literal is the
 * value of a secret.
 */
final class FormFrame {

	private static final Set<String> DEFINES = Set.of("def", "defonce");

	// what names after them are no names of values, but of what is declared, or of a
	// class
	// whose method is patched or watched
	private static final Set<String> DECLARES = Set.of("defn", "defn-", "defmacro", "defmulti", "defmethod",
			"defprotocol", "ns", "patch!", "watch", "stack", "time-tree");

	private static final Set<String> COMPARES = Set.of("=", "not=", "==", "identical?", "compare", "set!", ".equals",
			".equalsIgnoreCase", ".compareTo", ".contentEquals");

	private static final Set<String> TAKE_PATHS = Set.of("assoc-in", "update-in", "get-in");

	// what a secret is wrapped in; they do nothing else
	private static final Set<String> CONVERTS = Set.of("str", "char-array", "byte-array", ".toCharArray", ".getBytes",
			"String.", "keyword", "symbol", "name", "vec", "vector", "list", "set", "hash-set", "into-array",
			"object-array", "identity", ".trim", ".strip");

	final Kind kind;

	final @Nullable FormFrame parent;

	// what is in it belongs to a secret
	private boolean secret;

	private final boolean mayConvert;

	private final boolean counted;

	private int count;

	private int skip;

	private boolean named;

	private boolean signed;

	// the head names a secret; it sets one
	private boolean headNames;

	private boolean sets;

	private @Nullable String head;

	private boolean allNamed;

	private boolean path = true;

	// of the statement that stands before what comes next, if any of them is a secret
	private @Nullable BitSet parameters;

	private int parametersFrom;

	private final List<int[]> compared = new ArrayList<>();

	FormFrame(Kind kind, @Nullable FormFrame parent, boolean data) {
		this.kind = kind;
		this.parent = parent;
		boolean wanted = parent != null && parent.wantsData();
		this.secret = wanted && (kind != Kind.CALL || data);
		this.mayConvert = wanted;
		this.counted = parent == null || !parent.takeSkip();
	}

	/**
	 * The next element counts for nothing: it is metadata, or discarded.
	 */
	void skipNext() {
		this.skip++;
	}

	private boolean takeSkip() {
		if (this.skip > 0) {
			this.skip--;
			return true;
		}
		return false;
	}

	/**
	 * Something that is no element names what comes next, such as a tag.
	 */
	void nameNext() {
		this.named = true;
	}

	boolean isNamed() {
		return this.named;
	}

	/**
	 * A sign between a name and its value, as JSON has it.
	 */
	void sign() {
		this.signed = this.named;
	}

	/**
	 * Whether a bare word at this place is a value, as in a file of properties.
	 * @return whether it is masked
	 */
	boolean wantsWord() {
		return this.named && this.signed && this.kind == Kind.NONE;
	}

	boolean wantsText() {
		return wantsData() || this.headNames || (isComparison() && this.allNamed);
	}

	boolean wantsNumber() {
		boolean value = this.named && (this.signed || (this.kind == Kind.MAP && this.count % 2 == 1));
		return isSecretPlace() || value || this.sets || (isDefinition() && this.allNamed);
	}

	private boolean wantsData() {
		return isSecretPlace() || this.named || this.sets || (isDefinition() && this.allNamed);
	}

	/**
	 * The literal that stands here is a statement, and its parameters may follow.
	 * @param secret the places of those that are secrets
	 */
	void parameters(BitSet secret) {
		if (!secret.isEmpty()) {
			this.parameters = secret;
			this.parametersFrom = this.count;
		}
	}

	private boolean isSecretParameter() {
		return this.parameters != null && this.parameters.get(this.count - this.parametersFrom);
	}

	// the keys of a map aren't secret
	private boolean isSecretPlace() {
		return isSecretParameter() || (this.secret && (this.kind != Kind.MAP || this.count % 2 == 1));
	}

	private boolean isDefinition() {
		return this.head != null && DEFINES.contains(this.head);
	}

	private boolean takesPath() {
		return this.head != null && TAKE_PATHS.contains(this.head);
	}

	private boolean isComparison() {
		return this.head != null && COMPARES.contains(this.head);
	}

	/**
	 * A literal stands here.
	 * @param from where it begins
	 * @param to where it is over
	 * @param masked whether it is masked
	 * @param names whether it is a name itself
	 * @param text whether it is a string or a regular expression
	 */
	void literal(int from, int to, boolean masked, boolean names, boolean text) {
		if (isComparison() && !masked && text) {
			this.compared.add(new int[] { from, to });
		}
		if (!takeSkip()) {
			boolean key = this.kind != Kind.MAP || this.count % 2 == 0;
			complete(names && !masked && key);
		}
	}

	/**
	 * A symbol or keyword stands here.
	 * @param atom the symbol or keyword
	 * @param names whether it is the name of a secret
	 * @param parts gets what it makes one
	 */
	void atom(String atom, boolean names, MaskedParts parts) {
		boolean keyword = atom.startsWith(":");
		this.path &= keyword;
		if (takeSkip()) {
			return;
		}
		if (this.kind == Kind.CALL && this.count == 0) {
			begin(atom, names);
			complete(false);
			return;
		}
		noteNamed(names, parts);
		// a call whose bracket is missing
		this.headNames |= names && this.kind == Kind.NONE && isSetter(atom);
		boolean declared = this.count == 1 && this.head != null && DECLARES.contains(this.head);
		boolean key = atom.indexOf(':') >= 0 || this.kind != Kind.MAP || this.count % 2 == 0;
		complete(names && key && !declared);
	}

	private void begin(String atom, boolean names) {
		int slash = atom.lastIndexOf('/');
		String name = (slash > 0 && slash < atom.length() - 1) ? atom.substring(slash + 1) : atom;
		this.head = name;
		this.headNames = names;
		this.sets = names && isSetter(name);
		this.secret |= this.mayConvert && CONVERTS.contains(name);
	}

	private static boolean isSetter(String name) {
		String bare = name.startsWith(".") ? name.substring(1) : name;
		return bare.startsWith("set") || bare.startsWith("with");
	}

	private void noteNamed(boolean names, MaskedParts parts) {
		boolean noted = names && (isComparison() || (isDefinition() && this.count == 1));
		this.allNamed |= noted;
		if (noted) {
			this.compared.forEach((literal) -> parts.add(literal[0], literal[1]));
		}
	}

	/**
	 * The bracket is closed: tell the one around it.
	 * @param parts gets what that makes a secret
	 */
	void close(MaskedParts parts) {
		FormFrame around = this.parent;
		if (around == null || !this.counted) {
			return;
		}
		around.path = false;
		around.noteNamed(this.kind == Kind.CALL && this.headNames && around.isComparison(), parts);
		// [:user :password] is the way to a secret
		around.complete(this.kind == Kind.VECTOR && this.path && this.named && around.takesPath());
	}

	private void complete(boolean names) {
		this.count++;
		this.named = names;
		this.signed = false;
	}

	/**
	 * Kinds of brackets.
	 */
	enum Kind {

		/**
		 * None: the whole text.
		 */
		NONE,

		/**
		 * A list, whose first element is what is called.
		 */
		CALL,

		/**
		 * A vector.
		 */
		VECTOR,

		/**
		 * A map, whose elements are keys and values by turns.
		 */
		MAP,

		/**
		 * A set, a reader conditional.
		 */
		OTHER

	}

}
