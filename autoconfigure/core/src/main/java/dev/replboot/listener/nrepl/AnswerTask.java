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

import org.jspecify.annotations.Nullable;

import dev.replboot.text.VisibleText;

/**
 * Has one answer, made by the REPL itself: no client interrupts it, and it reads no
 * input.
 */
abstract class AnswerTask implements NreplTask {

	private final NreplMessage message;

	private final NreplSession session;

	/**
	 * Create a task.
	 * @param message what is asked
	 * @param session where it is evaluated
	 */
	AnswerTask(NreplMessage message, NreplSession session) {
		this.message = message;
		this.session = session;
	}

	final NreplMessage message() {
		return this.message;
	}

	final NreplSession session() {
		return this.session;
	}

	@Override
	public @Nullable Object id() {
		return this.message.id();
	}

	@Override
	public boolean interruptedBy(NreplMessage request) {
		return false;
	}

	@Override
	public boolean isInterrupted() {
		return false;
	}

	@Override
	public void giveUp() {
		// it is never interrupted by the client
	}

	@Override
	public void notice(String sentence) {
		Map<String, Object> answer = this.message.answer();
		answer.put("err", ";; " + VisibleText.line(sentence) + "\n");
		this.session.output().offer(answer);
	}

	@Override
	public void needInput() {
		// nothing is read
	}

}
