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

package dev.replboot.listener.nrepl;

import java.util.Map;

/**
 * The table of both servers' answers, as a page of the documentation.
 */
final class ComparisonTable {

	private static final String INTRODUCTION = """
			# nREPL's server and ours, side by side

			Made by `NreplComparisonTests`, which fails when this page isn't current. `./mvnw -pl autoconfigure/boot -am test
			-Dtest=NreplComparisonTests -Dsurefire.failIfNoSpecifiedTests=false -Dnrepl.comparison.write=true` makes it anew. Both servers get each of %d inputs, in a
			session of its own; %d answers are the same, and [What differs](nrepl.md#what-differs-from-nrepls-own) sums up the others.

			The answers of nREPL %s are recorded. Each build compares them with those of the release that is installed
			(Debian's, 1.0) as far as the two agree, and with all of them where `-Dnrepl.comparison.server` is a class path that has %s.

			A line is a message. Ids, the session that an input begins with, hashes, numbers that the compiler makes up, places inside
			the JDK and folders are left out, and nothing else unless the input says so. Long texts are cut here, but compared as a whole.
			""";

	private ComparisonTable() {
	}

	static String of(Map<ComparedInput, String> ours, RecordedAnswers recorded) {
		long same = ours.keySet().stream().filter((input) -> input.difference() == null).count();
		StringBuilder page = new StringBuilder(
				INTRODUCTION.formatted(ours.size(), same, RecordedAnswers.RELEASE, RecordedAnswers.RELEASE));
		String kind = "";
		for (Map.Entry<ComparedInput, String> entry : ours.entrySet()) {
			ComparedInput input = entry.getKey();
			if (!input.kind().equals(kind)) {
				kind = input.kind();
				page.append("\n## ").append(kind).append("\n\n| input | nREPL ").append(RecordedAnswers.RELEASE);
				page.append(" | here | why |\n|---|---|---|---|\n");
			}
			String theirs = recorded.of(input).text();
			NreplDifference difference = input.difference();
			page.append("| ")
				.append(cell(input.text()))
				.append(" | ")
				.append(cell(theirs))
				.append(" | ")
				.append(theirs.equals(entry.getValue()) ? "the same" : cell(entry.getValue()))
				.append(" | ")
				.append((difference != null) ? difference.why() : "")
				.append(" |\n");
		}
		return page.toString();
	}

	private static String cell(String text) {
		StringBuilder cell = new StringBuilder();
		for (String line : text.split("\n")) {
			if (!cell.isEmpty()) {
				cell.append("<br>");
			}
			if (!line.isEmpty()) {
				String quote = line.contains("`") ? "``" : "`";
				cell.append(quote).append(line.replace("|", "\\|")).append(quote);
			}
		}
		return cell.toString();
	}

}
