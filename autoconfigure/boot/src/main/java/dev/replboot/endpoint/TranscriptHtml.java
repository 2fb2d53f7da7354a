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

package dev.replboot.endpoint;

import java.util.List;

import org.springframework.web.util.HtmlUtils;

import dev.replboot.audit.review.Transcript;
import dev.replboot.audit.review.TranscriptText;
import dev.replboot.text.VisibleText;

/**
 * A transcript as a page of its own, without scripts and without anything from elsewhere.
 */
final class TranscriptHtml {

	private static final String STYLE = "body{font-family:sans-serif;margin:2em;max-width:70em}"
			+ "pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
			+ "section{border-left:3px solid #999;margin:1em 0;padding:0 1em}"
			+ "section.error{border-color:#b00}section.event{border-color:#06c}.edited{color:#b00;font-weight:bold}"
			+ "p.called{margin:0;font-style:italic}time,p.details{color:#555;font-size:smaller}";

	private TranscriptHtml() {
	}

	/**
	 * Write a transcript. What editors asked by themselves is folded away.
	 * @param transcript the transcript
	 * @return the page
	 */
	static String write(Transcript transcript) {
		StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
		html.append("<title>Session ").append(escape(transcript.session())).append("</title><style>");
		html.append(STYLE).append("</style></head><body>\n<h1>Session ");
		html.append(escape(transcript.session())).append("</h1>\n");
		List<Transcript.Entry> entries = transcript.entries();
		html.append("<p>")
			.append(entries.isEmpty() ? "The audit log has no events of this session."
					: escape(TranscriptText.head(entries.get(0))))
			.append("</p>\n");
		entries.forEach((entry) -> write(entry, html));
		if (!transcript.others().isEmpty()) {
			html.append("<p>Other sessions of this id, by their lease: ");
			html.append(escape(String.join(", ", transcript.others()))).append("</p>\n");
		}
		return html.append("</body></html>\n").toString();
	}

	private static void write(Transcript.Entry entry, StringBuilder html) {
		if (entry.isTool()) {
			html.append("<details><summary>").append(escape(entry.text("tool"))).append("</summary>\n");
		}
		boolean success = entry.outcome() != null && "success".equals(entry.outcome().get("outcome"));
		String kind = entry.isEvaluation() ? (success ? "value" : "error") : "event";
		html.append("<section class=\"").append(kind).append("\"><time>").append(escape(entry.text("at")));
		html.append("</time>").append(entry.isEdited() ? " <span class=\"edited\">edited</span>" : "").append('\n');
		if (entry.isEvaluation()) {
			html.append("<pre><b>").append(escape(entry.text("namespace"))).append("=&gt;</b> ");
			html.append(escapeLines(entry.text("form"))).append("</pre>\n");
			entry.called().forEach((line) -> html.append("<p class=\"called\">").append(escape(line)).append("</p>\n"));
			html.append("<pre>").append(escapeLines(entry.result())).append("</pre>\n");
		}
		else {
			html.append("<b>").append(escape(entry.text("type"))).append("</b>\n");
		}
		html.append("<p class=\"details\">").append(escape(TranscriptText.details(entry.details())));
		html.append("</p></section>\n").append(entry.isTool() ? "</details>\n" : "");
	}

	// what would turn the direction of a line in a browser must not do so
	private static String escape(String text) {
		return HtmlUtils.htmlEscape(VisibleText.line(text), "UTF-8");
	}

	private static String escapeLines(String text) {
		return HtmlUtils.htmlEscape(VisibleText.lines(text), "UTF-8");
	}

}
