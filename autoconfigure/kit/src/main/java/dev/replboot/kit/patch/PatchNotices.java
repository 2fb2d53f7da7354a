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

package dev.replboot.kit.patch;

import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;
import dev.replboot.text.VisibleThrowable;

/**
 * Tells the author of a patch that it fails, in the session as long as it lasts, and in
 * the log.
 */
final class PatchNotices {

	private static final Log logger = LogFactory.getLog(PatchNotices.class);

	private final Function<String, @Nullable ReplSession> sessions;

	/**
	 * Create the notices.
	 * @param sessions finds a session by its id, or {@code null} if it is over
	 */
	PatchNotices(Function<String, @Nullable ReplSession> sessions) {
		this.sessions = sessions;
	}

	void firstFailure(Patch patch, Throwable failure) {
		tell(patch, "The patch " + patch.id() + " of " + patch.what() + " failed for the first time: " + shown(failure),
				failure);
	}

	static String givenUp(Patch patch, Throwable failure) {
		return "The patch " + patch.id() + " of " + patch.what() + " failed " + patch.patched.errors()
				+ " times and was removed. The last failure: " + shown(failure);
	}

	void tell(Patch patch, String sentence, Throwable failure) {
		logger.warn(sentence, VisibleThrowable.of(failure));
		notice(patch.session, sentence);
	}

	/**
	 * Tell the author, and whoever ends the patch, that the class keeps its code.
	 * @param patch the patch, which is not called any more
	 * @param failure why the code could not be reverted
	 */
	void notReverted(Patch patch, Throwable failure) {
		String sentence = "The patch " + patch.id() + " of " + patch.what()
				+ " is not called any more, but its call stays in the code of the class: " + shown(failure);
		logger.error(sentence, VisibleThrowable.of(failure));
		notice(patch.session, sentence);
		EvaluationOrigin origin = CurrentOrigin.get();
		if (origin != null && !origin.session().equals(patch.session)) {
			notice(origin.session(), sentence);
		}
	}

	private void notice(String id, String sentence) {
		ReplSession session = this.sessions.apply(id);
		if (session != null) {
			session.control().notice(sentence);
		}
	}

	private static String shown(Throwable failure) {
		return VisibleText.line(String.valueOf(failure));
	}

}
