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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the release of nREPL that ours is compared with has answered. That release is in
 * neither of the registries that a build can reach, so its answers are kept, and compared
 * again with those of the release that is installed as far as the two agree.
 */
final class RecordedAnswers {

	/**
	 * The release.
	 */
	static final String RELEASE = "1.7.0";

	private static final Path FILE = Path
		.of("src/test/resources/dev/replboot/listener/nrepl/nrepl-" + RELEASE + "-answers.txt");

	private static final String OLDER = "%older\n";

	private static final String BETWEEN = "\n%\n";

	private static final String END = "\n%%\n";

	private final Map<String, Answer> answers = new LinkedHashMap<>();

	static RecordedAnswers read() throws IOException {
		RecordedAnswers recorded = new RecordedAnswers();
		String text = Files.exists(FILE) ? Files.readString(FILE) : "";
		for (String block : text.split(END)) {
			boolean older = block.startsWith(OLDER);
			String[] parts = (older ? block.substring(OLDER.length()) : block).split(BETWEEN, 2);
			if (parts.length == 2) {
				recorded.answers.put(parts[0], new Answer(parts[1], older));
			}
		}
		return recorded;
	}

	void write() throws IOException {
		StringBuilder text = new StringBuilder();
		this.answers.forEach((input, answer) -> text.append(answer.olderDiffers() ? OLDER : "")
			.append(input)
			.append(BETWEEN)
			.append(answer.text())
			.append(END));
		Files.writeString(FILE, text);
	}

	/**
	 * What was answered.
	 * @param input the input
	 * @return the answer; none when the input is new
	 */
	Answer of(ComparedInput input) {
		return this.answers.getOrDefault(input.text(), new Answer("(not recorded)", false));
	}

	/**
	 * Take over what a server answers now.
	 * @param live the answers to all inputs
	 * @param release the server's release; what another than ours answers is only noted
	 */
	void update(Map<ComparedInput, String> live, String release) {
		Map<String, Answer> before = new LinkedHashMap<>(this.answers);
		this.answers.clear();
		live.forEach((input, answer) -> {
			Answer known = before.get(input.text());
			if (release.equals(RELEASE)) {
				this.answers.put(input.text(), new Answer(answer, known != null && known.olderDiffers()));
			}
			else if (known != null) {
				this.answers.put(input.text(), new Answer(known.text(), !known.text().equals(answer)));
			}
		});
	}

	/**
	 * An answer.
	 *
	 * @param text the text
	 * @param olderDiffers whether the release that Debian has answers otherwise
	 */
	record Answer(String text, boolean olderDiffers) {

	}

}
