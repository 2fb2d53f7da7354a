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

package dev.replboot.test.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.replboot.test.sample.Recording.Line;

/**
 * A recording as a picture in which its lines appear one after the other. Readers who
 * want no motion see all of them at once.
 */
final class TerminalPicture {

	private static final int COLUMNS = 100;

	private static final double CHARACTER = 8.43;

	private static final int LINE = 20;

	private static final int MARGIN = 16;

	private static final double AFTER_TYPING = 0.9;

	private static final double BETWEEN_LINES = 0.12;

	private TerminalPicture() {
	}

	static String of(Recording recording) {
		List<Line> rows = rows(recording.lines());
		int width = (int) Math.ceil(COLUMNS * CHARACTER) + 2 * MARGIN;
		int height = rows.size() * LINE + 2 * MARGIN;
		StringBuilder picture = new StringBuilder("""
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" role="img">
				<title>A session of the REPL in a terminal</title>
				<style>
				text { font: 14px ui-monospace, Menlo, Consolas, monospace; white-space: pre; }
				text { fill: #c9d1d9; animation: appear 0.01s both; }
				text.typed { fill: #7ee787; }
				@keyframes appear { from { opacity: 0; } to { opacity: 1; } }
				@media (prefers-reduced-motion: reduce) { text { animation: none; } }
				</style>
				<rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>
				""".formatted(width, height));
		double delay = 0;
		int y = MARGIN + LINE - 6;
		for (Line row : rows) {
			delay += row.typed() ? AFTER_TYPING : BETWEEN_LINES;
			picture.append("<text x=\"%d\" y=\"%d\" xml:space=\"preserve\" style=\"animation-delay: %ss\"%s>%s</text>\n"
				.formatted(MARGIN, y, String.format(Locale.ROOT, "%.2f", delay), row.typed() ? " class=\"typed\"" : "",
						escaped(row.text())));
			y += LINE;
		}
		return picture.append("</svg>\n").toString();
	}

	// a terminal breaks long lines
	private static List<Line> rows(List<Line> lines) {
		List<Line> rows = new ArrayList<>();
		for (Line line : lines) {
			int start = 0;
			do {
				int end = Math.min(start + COLUMNS, line.text().length());
				rows.add(new Line(line.text().substring(start, end), line.typed()));
				start = end;
			}
			while (start < line.text().length());
		}
		return rows;
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
