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

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sends inputs to a server and keeps what it answers to each of their messages.
 */
final class ComparingClient implements AutoCloseable {

	private static final String FENCE = "fence";

	private final NreplClient client;

	private final Map<String, List<Map<String, Object>>> answers = new HashMap<>();

	private int inputs;

	private String session = "";

	private String clone = "";

	private final Set<String> sessions = new LinkedHashSet<>();

	private final boolean ours;

	ComparingClient(NreplClient client, boolean ours) {
		this.client = client;
		this.ours = ours;
	}

	/**
	 * Send an input.
	 * @param input the input
	 * @return the answers as text: those to each message in a paragraph, one in each line
	 */
	String answer(ComparedInput input) {
		this.answers.clear();
		this.sessions.clear();
		this.session = this.client.newSession();
		this.sessions.add(this.session);
		this.clone = "";
		this.inputs++;
		List<String> ids = new ArrayList<>();
		try {
			send(input.steps(), ids);
		}
		catch (UncheckedIOException ex) {
			throw new AssertionError("No answer to " + input.text() + " but " + this.answers, ex);
		}
		this.sessions.forEach((name) -> this.client.roundTrip("op", "close", "session", name));
		return text(input, ids);
	}

	private void send(List<ComparedInput.Step> steps, List<String> ids) {
		for (ComparedInput.Step step : steps) {
			ids.add(send(step, ids));
			await(step.until(), ids);
		}
		for (int i = 0; i < ids.size(); i++) {
			if (isAnswered(steps.get(i).until())) {
				awaitAnswer(ids.get(i), "done");
			}
		}
	}

	private boolean isAnswered(ComparedInput.Until until) {
		return switch (until) {
			case NOTHING -> !this.ours;
			case DONE_HERE -> this.ours;
			default -> true;
		};
	}

	private String send(ComparedInput.Step step, List<String> ids) {
		Map<String, Object> message = new LinkedHashMap<>();
		String id = this.inputs + "." + (ids.size() + 1);
		message.put("id", id);
		message.put("session", ComparedInput.SESSION);
		message.putAll(step.message());
		message.values().removeIf(ComparedInput.NONE::equals);
		message.replaceAll((key, value) -> placed(value, ids));
		this.client.sendBytes(Bencode.encode(message));
		return message.containsKey("id") ? id : "";
	}

	private Object placed(Object value, List<String> ids) {
		if (value instanceof String text) {
			return switch (text) {
				case ComparedInput.SESSION -> this.session;
				case ComparedInput.CLONE -> this.clone;
				case "<id of 1>" -> ids.get(0);
				case "<id of 2>" -> ids.get(1);
				default -> text;
			};
		}
		return value;
	}

	private void await(ComparedInput.Until until, List<String> ids) {
		String id = ids.get(ids.size() - 1);
		if (!isAnswered(until)) {
			awaitFence();
			return;
		}
		switch (until) {
			case DONE, DONE_HERE, NOTHING -> awaitAnswer(id, "done");
			case NEED_INPUT -> awaitAnswer(id, "need-input");
			case OUT -> {
				while (this.answers.getOrDefault(id, List.of()).stream().noneMatch((one) -> one.containsKey("out"))) {
					read();
				}
			}
			case FORWARDED -> {
				while (this.answers.getOrDefault(ids.get(0), List.of())
					.stream()
					.noneMatch((one) -> String.valueOf(one.get("out")).contains("[marked]"))) {
					read();
				}
			}
		}
	}

	// what isn't answered would have been before this is
	private void awaitFence() {
		this.answers.remove(FENCE);
		this.client.sendBytes(Bencode.encode(new TreeMap<>(Map.of("op", "describe", "id", FENCE))));
		awaitAnswer(FENCE, "done");
	}

	private void awaitAnswer(String id, String status) {
		while (this.answers.getOrDefault(id, List.of())
			.stream()
			.noneMatch((one) -> one.get("status") instanceof List<?> list && list.contains(status))) {
			read();
		}
	}

	private void read() {
		Map<String, Object> message = this.client.read();
		if (message == null) {
			throw new AssertionError("The connection has ended after " + this.answers);
		}
		if (message.get("new-session") instanceof String name) {
			this.clone = name;
			this.sessions.add(name);
		}
		this.answers.computeIfAbsent(String.valueOf(message.getOrDefault("id", "")), (id) -> new ArrayList<>())
			.add(message);
	}

	private String text(ComparedInput input, List<String> ids) {
		List<String> paragraphs = new ArrayList<>();
		for (int i = 0; i < ids.size(); i++) {
			ComparedInput.Step step = input.steps().get(i);
			List<String> lines = new ArrayList<>();
			for (Map<String, Object> answer : this.answers.getOrDefault(ids.get(i), List.of())) {
				Map<String, Object> seen = new TreeMap<>(input.view().of(answer));
				if (seen.isEmpty()) {
					continue;
				}
				seen.remove("id");
				seen.replaceAll((key, value) -> named(value));
				if (!seen.remove("session", ComparedInput.SESSION) && !answer.containsKey("session")
						&& !step.message().containsValue(ComparedInput.NONE)) {
					seen.put("session", "(none)");
				}
				lines.add(AnswerText.ofAnswer(seen));
			}
			paragraphs.add(lines.isEmpty() ? "(nothing)" : String.join("\n", lines));
		}
		return String.join("\n\n", paragraphs);
	}

	private Object named(Object value) {
		if (value instanceof List<?> list) {
			return list.stream().map(this::named).map(Object.class::cast).toList();
		}
		if (this.session.equals(value)) {
			return ComparedInput.SESSION;
		}
		return (!this.clone.isEmpty() && this.clone.equals(value)) ? ComparedInput.CLONE : value;
	}

	@Override
	public void close() {
		this.client.close();
	}

}
