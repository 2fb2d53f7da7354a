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

package dev.replboot.audit.review;

import java.util.Map;
import java.util.stream.Collectors;

import dev.replboot.text.VisibleText;

/**
 * A transcript as plain text, much like what was on the screen, without what was printed:
 * of that only the length is on record. What can't be seen or would control a terminal is
 * escaped.
 */
public final class TranscriptText {

	private TranscriptText() {
	}

	/**
	 * Write a transcript.
	 * @param transcript the transcript
	 * @param tools whether to write what editors asked by themselves
	 * @return the text
	 */
	public static String write(Transcript transcript, boolean tools) {
		StringBuilder text = new StringBuilder();
		text.append("Session ").append(VisibleText.line(transcript.session())).append('\n');
		if (transcript.entries().isEmpty()) {
			return text.append("The audit log has no events of this session.\n").toString();
		}
		text.append(VisibleText.line(head(transcript.entries().get(0)))).append('\n');
		int hidden = 0;
		for (Transcript.Entry entry : transcript.entries()) {
			if (entry.isTool() && !tools) {
				hidden++;
				continue;
			}
			write(entry, text);
		}
		if (!transcript.others().isEmpty()) {
			text.append("\nOther sessions of this id, by their lease: ");
			text.append(VisibleText.line(String.join(", ", transcript.others()))).append('\n');
		}
		if (hidden > 0) {
			text.append("\nLeft out: ").append(hidden).append(" that an editor asked by itself (tools=true).\n");
		}
		return text.toString();
	}

	/**
	 * Whose session it was.
	 * @param first what happened first
	 * @return who, from where, and why the REPL was open
	 */
	public static String head(Transcript.Entry first) {
		StringBuilder head = new StringBuilder("of ").append(first.text("principal"));
		append(head, ", over ", first.text("protocol"));
		append(head, ", from ", first.text("peer"));
		append(head, ", OS user ", first.text("peerUser"));
		append(head, ", in ", first.text("application"));
		append(head, " on ", first.text("instance"));
		append(head, "; the REPL was opened by ", first.text("leaseBy"));
		append(head, ": ", first.text("leaseReason"));
		return head.toString();
	}

	private static void append(StringBuilder head, String before, String text) {
		if (!text.isEmpty()) {
			head.append(before).append(text);
		}
	}

	private static void write(Transcript.Entry entry, StringBuilder text) {
		text.append('\n').append(VisibleText.line(entry.text("at"))).append(entry.isEdited() ? "  EDITED" : "");
		if (!entry.isEvaluation()) {
			text.append("  ").append(VisibleText.line(entry.text("type"))).append(' ');
			text.append(VisibleText.line(details(entry.details()))).append('\n');
			return;
		}
		text.append(entry.isTool() ? "  (" + VisibleText.line(entry.text("tool")) + ")" : "").append('\n');
		text.append(VisibleText.line(entry.text("namespace")))
			.append("=> ")
			.append(VisibleText.lines(entry.text("form")));
		entry.called().forEach((line) -> text.append("\n;; ").append(VisibleText.line(line)));
		text.append('\n').append(VisibleText.lines(entry.result())).append('\n');
		if (entry.outcome() != null) {
			text.append("; ").append(VisibleText.line(details(entry.details()))).append('\n');
		}
	}

	/**
	 * Details in one line.
	 * @param details the names and values
	 * @return the line
	 */
	public static String details(Map<String, Object> details) {
		return details.entrySet()
			.stream()
			.map((each) -> each.getKey() + " " + each.getValue())
			.collect(Collectors.joining(", "));
	}

}
