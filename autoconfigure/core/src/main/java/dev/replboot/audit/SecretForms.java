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

import java.util.regex.Pattern;

import dev.replboot.audit.FormFrame.Kind;

/**
 * Finds secrets in Clojure, readable or not: literals that stand after the name of a
 * secret, and what {@link SecretText} finds within strings and comments. Goes through the
 * text as Clojure's reader would, so that it takes no code for a value. Nothing but
 * strings, regular expressions, numbers and characters is ever found.
 */
final class SecretForms {

	private static final Pattern NUMBER = Pattern.compile("[+-]?\\d.*");

	// of a longer text no more than this is looked at, nor shown
	static final int MOST = 64 * 1024;

	private static final String SIGNS = "|=|:|:=|=>|==|";

	private final SecretNames names;

	private final SecretText inText;

	SecretForms(SecretNames names, SecretText inText) {
		this.names = names;
		this.inText = inText;
	}

	/**
	 * Find secrets.
	 * @param parts the text, gets what was found
	 */
	void find(MaskedParts parts) {
		new Scan(parts).run();
	}

	/**
	 * One way through one text.
	 */
	private final class Scan {

		private final MaskedParts parts;

		private final String text;

		private final FormBounds bounds;

		private FormFrame frame = new FormFrame(Kind.NONE, null, false);

		private int at;

		private boolean quoted;

		// where a masked literal ended, after which a bare word may be the rest of it
		private int maskedTo = -1;

		// the next question mark, wherever it is
		private int mark = -1;

		private Scan(MaskedParts parts) {
			this.parts = parts;
			this.text = parts.text();
			this.bounds = new FormBounds(this.text);
		}

		private void run() {
			while (this.at < this.text.length() && this.at < MOST) {
				char character = this.text.charAt(this.at);
				switch (character) {
					case ';' -> comment();
					case '"' -> string(this.at);
					case '\\' -> character();
					case '(' -> open(Kind.CALL);
					case '[' -> open(Kind.VECTOR);
					case '{' -> open(Kind.MAP);
					case ')', ']', '}' -> close();
					case '\'', '`' -> {
						this.quoted = true;
						this.at++;
					}
					case '~', '@' -> this.at++;
					case '^' -> {
						this.frame.skipNext();
						this.at++;
					}
					case '#' -> dispatch();
					default -> {
						if (FormBounds.isSpace(character)) {
							this.at++;
						}
						else {
							atom();
						}
					}
				}
			}
			this.parts.endAt(this.at);
		}

		// a secret is shown as a mask however long it is, so more is looked at than shown
		private int bounded(int to) {
			if (to > Math.max(this.at, MOST)) {
				this.parts.endAt(Math.max(this.at, MOST));
			}
			return Math.min(to, Math.max(this.at, MOST));
		}

		private void dispatch() {
			char next = (this.at + 1 < this.text.length()) ? this.text.charAt(this.at + 1) : ' ';
			switch (next) {
				case '"' -> string(this.at + 1);
				case '{' -> {
					this.at++;
					open(Kind.OTHER);
				}
				case '(', '\'', '=', '<' -> this.at += (next == '(') ? 1 : 2;
				case '!' -> comment();
				case '_', '^' -> {
					this.frame.skipNext();
					this.at += 2;
				}
				case '?' -> conditional();
				default -> tag();
			}
		}

		private void conditional() {
			this.at += 2;
			if (this.at < this.text.length() && this.text.charAt(this.at) == '@') {
				this.at++;
			}
			while (this.at < this.text.length() && FormBounds.isSpace(this.text.charAt(this.at))) {
				this.at++;
			}
			if (this.at < this.text.length() && this.text.charAt(this.at) == '(') {
				open(Kind.OTHER);
			}
		}

		// a tagged literal, a map with a namespace, ##Inf
		private void tag() {
			int end = this.bounds.endOfAtom(this.at + 1);
			if (SecretForms.this.names.isSymbol(this.text.substring(this.at, end))) {
				this.frame.nameNext();
			}
			this.at = Math.max(end, this.at + 1);
		}

		private void open(Kind kind) {
			this.frame = new FormFrame(kind, this.frame, this.quoted);
			this.quoted = false;
			this.at++;
		}

		private void close() {
			FormFrame closed = this.frame;
			if (closed.parent != null) {
				this.frame = closed.parent;
				closed.close(this.parts);
			}
			this.quoted = false;
			this.at++;
		}

		private void comment() {
			int end = this.bounds.endOfLine(this.at);
			SecretForms.this.inText.find(this.at, bounded(end), true, this.parts);
			this.at = end;
		}

		private void character() {
			int end = this.at + 1;
			if (end < this.text.length()) {
				end = this.bounds.endOfAtom(this.text.offsetByCodePoints(end, 1));
			}
			literal(this.at, end, this.frame.wantsNumber(), false, false);
			this.at = end;
		}

		private void string(int quote) {
			int end = this.bounds.endOfString(quote);
			boolean closed = end > 0;
			boolean masked = this.frame.wantsText();
			if (!closed) {
				// the rest of a text that can't be read isn't the secret, beyond its line
				end = masked ? this.bounds.endOfLine(quote) : this.text.length();
				// where a quote is missing before, strings and code have changed places
				SecretForms.this.inText.find(0, Math.min(this.text.length(), MOST), true, this.parts);
			}
			boolean names = false;
			if (!masked) {
				int to = closed ? end - 1 : end;
				boolean open = SecretForms.this.inText.find(quote + 1, bounded(to), false, this.parts);
				names = open || (to - quote <= SecretNames.LONGEST
						&& SecretForms.this.names.isWord(this.text.substring(quote + 1, to)));
			}
			literal(this.at, end, masked, names, true);
			if (closed && !masked && hasMark(quote, end)) {
				this.frame.parameters(SecretForms.this.inText.parameters(this.text, quote + 1, bounded(end - 1)));
			}
			this.at = end;
		}

		// goes through the text once, however many strings there are
		private boolean hasMark(int from, int to) {
			if (this.mark < from) {
				int next = this.text.indexOf('?', from);
				this.mark = (next >= 0) ? next : this.text.length();
			}
			return this.mark < to;
		}

		private void literal(int from, int to, boolean masked, boolean names, boolean string) {
			if (masked) {
				this.parts.add(from, to);
				this.maskedTo = string ? to : -1;
			}
			this.frame.literal(from, to, masked, names, string);
			this.quoted = false;
		}

		private void atom() {
			int end = this.bounds.endOfAtom(this.at);
			String atom = this.text.substring(this.at, end);
			boolean beforeQuote = end < this.text.length() && this.text.charAt(end) == '"';
			boolean sign = SIGNS.contains("|" + atom + "|") && (atom.startsWith(":") || this.frame.isNamed());
			// a quote too many or too few
			boolean broken = !sign && (this.at == this.maskedTo || (beforeQuote && this.frame.wantsText()));
			boolean number = NUMBER.matcher(atom).matches() && !SecretForms.this.names.isSymbol(atom);
			if (sign) {
				this.frame.sign();
			}
			else if (number || broken || this.frame.wantsWord()) {
				literal(this.at, end, broken || this.frame.wantsWord() || this.frame.wantsNumber(), false, false);
				this.maskedTo = broken ? end : -1;
			}
			else {
				symbol(atom, end);
			}
			this.quoted = false;
			this.at = end;
		}

		private void symbol(String atom, int end) {
			boolean names = SecretForms.this.names.isSymbol(atom);
			if (atom.indexOf('=') > 0 || atom.indexOf(':', 1) > 0 || atom.startsWith("eyJ")) {
				int to = atom.contains("://") ? this.bounds.endOfRun(this.at) : end;
				int found = this.parts.size();
				boolean open = SecretForms.this.inText.find(this.at, bounded(to), false, this.parts);
				names = open || (names && this.parts.size() == found && !atom.contains("://"));
			}
			this.frame.atom(atom, names, this.parts);
		}

	}

}
