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

package dev.replboot.twin.console;

import java.util.function.BiFunction;

import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * The looks of a table's parts on a terminal.
 */
final class TableStyle implements BiFunction<String, String, String> {

	static final BiFunction<String, String, String> NONE = (part, text) -> text;

	private final Terminal terminal;

	TableStyle(Terminal terminal) {
		this.terminal = terminal;
	}

	@Override
	public String apply(String part, String text) {
		return new AttributedString(text, style(part)).toAnsi(this.terminal);
	}

	private static AttributedStyle style(String part) {
		return switch (part) {
			case "head" -> AttributedStyle.BOLD;
			case "rule", "nil" -> AttributedStyle.DEFAULT.foreground(AttributedStyle.BRIGHT);
			case "number" -> AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
			case "inserted" -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
			case "deleted" -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
			case "updated" -> AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
			default -> AttributedStyle.DEFAULT;
		};
	}

}
