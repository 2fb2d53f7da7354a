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

package dev.replboot.test.soak;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Users of an application: clients that ask all the time, each on a new connection, so
 * that none stays open when they end.
 */
final class Load implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = (int) TimeUnit.MINUTES.toMillis(2);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private static final int MOST_FAILURES = 20;

	private static final String CREDENTIALS = "Basic "
			+ Base64.getEncoder().encodeToString("nobody:nobody".getBytes(StandardCharsets.UTF_8));

	private final List<Thread> clients = new ArrayList<>();

	private final List<String> failures = new ArrayList<>();

	private long[] nanos = new long[1024];

	private int count;

	private long requests;

	private long failed;

	private volatile boolean over;

	private Load() {
	}

	/**
	 * Begin to ask.
	 * @param clients how many ask at a time
	 * @param urls what they ask for, one after the other
	 * @return what asks until it is closed
	 */
	static Load begin(int clients, String... urls) {
		Load load = new Load();
		for (int i = 0; i < clients; i++) {
			int first = i;
			Thread thread = new Thread(() -> load.ask(urls, first), "load-" + i);
			thread.setDaemon(true);
			load.clients.add(thread);
			thread.start();
		}
		return load;
	}

	private void ask(String[] urls, int first) {
		for (int i = first; !this.over; i++) {
			String url = urls[i % urls.length];
			long start = System.nanoTime();
			String failure = failure(url);
			answered(System.nanoTime() - start, failure);
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	private static String failure(String url) {
		try {
			HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
			connection.setConnectTimeout(TIMEOUT_MILLIS);
			connection.setReadTimeout(TIMEOUT_MILLIS);
			connection.setRequestProperty("Connection", "close");
			connection.setRequestProperty("Authorization", CREDENTIALS);
			int status = connection.getResponseCode();
			if (status != HttpURLConnection.HTTP_OK) {
				return url + " answers " + status;
			}
			try (InputStream in = connection.getInputStream()) {
				return (in.readAllBytes().length > 0) ? null : url + " answers nothing";
			}
		}
		catch (IOException ex) {
			return url + ": " + ex;
		}
	}

	private synchronized void answered(long duration, String failure) {
		if (this.count == this.nanos.length) {
			this.nanos = Arrays.copyOf(this.nanos, 2 * this.count);
		}
		this.nanos[this.count++] = duration;
		this.requests++;
		if (failure != null) {
			this.failed++;
			if (this.failures.size() < MOST_FAILURES) {
				this.failures.add(failure);
			}
		}
	}

	/**
	 * The time that all but one in a hundred of the requests took at most, of those since
	 * it was asked last.
	 * @return milliseconds
	 */
	synchronized double p99() {
		long[] sorted = Arrays.copyOf(this.nanos, this.count);
		Arrays.sort(sorted);
		this.count = 0;
		return (sorted.length > 0) ? sorted[(int) (sorted.length * 0.99)] / 1e6 : 0;
	}

	synchronized long requests() {
		return this.requests;
	}

	synchronized long failed() {
		return this.failed;
	}

	/**
	 * What has gone wrong.
	 * @return a sentence for each of the first failures
	 */
	synchronized List<String> failures() {
		return List.copyOf(this.failures);
	}

	/**
	 * Ask no more; wait for the last answers.
	 */
	@Override
	public void close() {
		this.over = true;
		for (Thread client : this.clients) {
			try {
				client.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

}
