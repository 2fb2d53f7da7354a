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

package dev.replboot.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import dev.replboot.access.Peer;
import dev.replboot.api.Internal;
import dev.replboot.eval.EvaluationLimits;
import dev.replboot.runtime.ReplRuntime;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;

/**
 * What a session is greeted with: where it is, who it is, until when.
 */
@Internal
public final class Banner {

	private final Supplier<ApplicationIdentity> application;

	private final EvaluationLimits limits;

	/**
	 * Create the banner.
	 * @param application tells which application the REPL is in; asked for each session,
	 * because looking up the host's name may be slow and must not delay the start
	 * @param limits the limits to mention
	 */
	public Banner(Supplier<ApplicationIdentity> application, EvaluationLimits limits) {
		this.application = application;
		this.limits = limits;
	}

	List<String> lines(ReplSession session, Lease lease, ReplRuntime runtime, Duration remaining) {
		List<String> lines = new ArrayList<>();
		ApplicationIdentity identity = this.application.get();
		lines.add(identity.name() + ", profiles " + identity.profiles() + ", on " + identity.instance());
		lines.add("You are " + session.principal().name() + from(session.peer()) + ", session " + session.id()
				+ ", Clojure " + runtime.clojureVersion() + (identity.twin()
						? ". This process is a twin. The active process isn't affected." : ". This process is live."));
		String reason = (lease.reason() != null) ? " (" + lease.reason() + ")" : "";
		lines.add("Opened by " + lease.openedBy() + reason + ", closes in " + words(remaining) + ".");
		lines.add("An evaluation may take at most " + words(this.limits.time()) + " and print at most "
				+ String.format(Locale.ROOT, "%,d", this.limits.output()) + " characters. (help) lists the functions"
				+ (isLeftByForm(session) ? "; :repl/quit ends the session." : "."));
		String notice = runtime.notice();
		if (notice != null) {
			lines.add(notice);
		}
		return lines.stream().map(VisibleText::line).toList();
	}

	private static String from(Peer peer) {
		return peer.identified() ? ", connected as " + peer.words() : "";
	}

	private static boolean isLeftByForm(ReplSession session) {
		return !session.protocol().equals("nrepl");
	}

	private static String words(Duration duration) {
		if (duration.toHours() > 0) {
			return duration.toHours() + " h " + duration.toMinutesPart() + " min";
		}
		if (duration.toMinutes() > 0) {
			return duration.toMinutes() + " min";
		}
		return duration.toSeconds() + " s";
	}

}
