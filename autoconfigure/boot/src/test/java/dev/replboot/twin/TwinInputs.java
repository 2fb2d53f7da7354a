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

package dev.replboot.twin;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import dev.replboot.access.Peer;
import dev.replboot.listener.ReplListener;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionControl;
import dev.replboot.session.SessionRegistry;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.twin.console.PlainDialogue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ways in which a twin receives forms: on its command line, as a script, and through
 * a pipe.
 */
final class TwinInputs {

	private static final SessionControl CONTROL = new SessionControl() {

		@Override
		public void notice(String sentence) {
			// nobody is there
		}

		@Override
		public void end(String sentence) {
			// it ends with its input
		}

	};

	private final ReplListener.Services services;

	private final Path folder;

	TwinInputs(ReplListener.Services services, Path folder) throws IOException, InterruptedException {
		this.services = services;
		this.folder = folder;
		assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor()).isZero();
	}

	Outcome perform(Input input, String text) {
		return input.perform(this, text);
	}

	private static PrintStream stream(ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

	Outcome console(TwinOptions options) {
		ByteArrayOutputStream values = new ByteArrayOutputStream();
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		TwinConsole console = new TwinConsole(options, stream(values), stream(errors));
		console.bind(this.services);
		try {
			int status = console.run(TestPrincipal.ADMIN, Peer.at("the test"));
			return new Outcome(status, values.toString(StandardCharsets.UTF_8),
					errors.toString(StandardCharsets.UTF_8));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// the kernel's pipe takes a text as a whole before anybody reads it
	private Outcome pipe(String text) {
		return pipe((writer) -> {
			writer.write(text.getBytes(StandardCharsets.UTF_8));
			writer.close();
		}, false);
	}

	String pipe(List<String> packets) {
		return pipe((writer) -> {
			for (String packet : packets) {
				writer.write(packet.getBytes(StandardCharsets.UTF_8));
				Thread.yield();
			}
			writer.close();
		}, true).errors;
	}

	private Outcome pipe(Writing writing, boolean meanwhile) {
		ByteArrayOutputStream values = new ByteArrayOutputStream();
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		String path = this.folder.resolve("pipe").toString();
		// a pipe that is open for both doesn't block
		try (RandomAccessFile writer = new RandomAccessFile(path, "rw");
				PlainDialogue dialogue = new PlainDialogue(
						new InputStreamReader(new FileInputStream(path), StandardCharsets.UTF_8), stream(values),
						stream(errors), StandardCharsets.UTF_8, false, false)) {
			Callable<Boolean> reading = () -> {
				SessionRegistry.Request request = new SessionRegistry.Request(TestPrincipal.ADMIN, "twin",
						Peer.at("the test"), dialogue.input(), dialogue.console(), CONTROL);
				ReplSession session = this.services.sessions().start(request, this.services.evaluator());
				try {
					return dialogue.run(session.evaluations());
				}
				finally {
					session.evaluations().end("The session is over.");
					this.services.sessions().ended(session);
				}
			};
			FutureTask<Boolean> task = new FutureTask<>(reading);
			if (meanwhile) {
				new Thread(task, "twin-pipe").start();
				writing.to(writer);
			}
			else {
				writing.to(writer);
				task.run();
			}
			boolean succeeded = task.get();
			dialogue.console().err().flush();
			return new Outcome(succeeded ? 0 : 1, values.toString(StandardCharsets.UTF_8),
					errors.toString(StandardCharsets.UTF_8));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A way.
	 */
	enum Input {

		COMMAND_LINE {

			@Override
			Outcome perform(TwinInputs inputs, String text) {
				return inputs.console(new TwinOptions(text, null, true, false, false, false, false, List.of()));
			}

		},

		SCRIPT {

			@Override
			Outcome perform(TwinInputs inputs, String text) {
				Path script = inputs.folder.resolve("script.clj");
				try {
					Files.writeString(script, text);
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
				return inputs
					.console(new TwinOptions(null, script.toString(), true, false, false, false, false, List.of()));
			}

		},

		PIPE {

			@Override
			Outcome perform(TwinInputs inputs, String text) {
				return inputs.pipe(text);
			}

		};

		abstract Outcome perform(TwinInputs inputs, String text);

	}

	private interface Writing {

		void to(RandomAccessFile writer) throws IOException;

	}

	/**
	 * What came of it.
	 *
	 * @param status the exit status
	 * @param values what was printed
	 * @param errors what was printed of errors
	 */
	record Outcome(int status, String values, String errors) {

	}

}
