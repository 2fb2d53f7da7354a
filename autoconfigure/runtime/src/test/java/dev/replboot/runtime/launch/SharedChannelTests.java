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

package dev.replboot.runtime.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.runtime.StopCause;
import dev.replboot.runtime.TestRuntime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of stopping what reads a file of the application, as an index or a journal, whose
 * channel an interrupt closes for everybody.
 */
@Timeout(900)
public class SharedChannelTests {

	private static final int ROUNDS = 10;

	// reading that takes milliseconds
	private static final int SIZE = 1 << 26;

	// held by whoever uses the index
	private static final Object MONITOR = new Object();

	private static ByteBuffer buffer;

	private static FileChannel channel;

	private static CountDownLatch reads;

	/**
	 * Read from the file; called by evaluated code.
	 * @return how many bytes there were
	 * @throws IOException when the channel is closed
	 */
	public static int read() throws IOException {
		reads.countDown();
		synchronized (MONITOR) {
			return channel.read(buffer.clear(), 0);
		}
	}

	@Test
	void channelOfTheApplicationStaysOpen(@TempDir Path folder) throws Exception {
		Path file = Files.write(folder.resolve("index"), new byte[SIZE]);
		try (FileChannel opened = FileChannel.open(file, StandardOpenOption.READ);
				TestRuntime repl = TestRuntime.isolated(Map.of())) {
			channel = opened;
			buffer = ByteBuffer.allocateDirect(SIZE);
			for (int i = 0; i < ROUNDS; i++) {
				reads = new CountDownLatch(3);
				TestRuntime.Running running = repl.start("(while true (" + getClass().getName() + "/read))");
				reads.await();
				assertThat(running.stop()).isNotNegative();
				assertThat(opened.isOpen()).isTrue();
			}
			stopWhileItWaitsForItsTurn(repl);
			assertThat(opened.isOpen()).isTrue();
		}
		finally {
			buffer = null;
		}
	}

	private static void stopWhileItWaitsForItsTurn(TestRuntime repl) {
		TestRuntime.Running running;
		synchronized (MONITOR) {
			reads = new CountDownLatch(1);
			running = repl.start("(" + SharedChannelTests.class.getName() + "/read)");
			Awaitility.await()
				.until(() -> running.scope.threads()
					.stream()
					.anyMatch((thread) -> thread.getState() == Thread.State.BLOCKED));
			running.scope.stop(new StopCause(StopCause.Kind.INTERRUPTED, "stopped by the test"));
			running.scope.nudge();
		}
		assertThat(running.stop()).isNotNegative();
	}

}
