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

package dev.replboot.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The way to one sink: a bounded queue and a thread that writes. The thread is there
 * while the REPL is open; an event that comes while it is closed starts one that ends,
 * and closes the sink, when there is nothing left to write.
 */
final class SinkChannel {

	private static final int BATCH = 256;

	private static final Entry WAKE = new Entry(null, new CompletableFuture<>());

	private final AuditSink sink;

	private final SinkWriter writer;

	private final String name;

	private final boolean direct;

	private final boolean required;

	private final Duration timeout;

	private final LossLog losses;

	private final BlockingQueue<Entry> queue;

	private final Object monitor = new Object();

	private @Nullable Thread thread;

	private volatile boolean held;

	SinkChannel(AuditSink sink, boolean required, int capacity, Duration timeout, AuditLossListener losses) {
		this.sink = sink;
		this.name = sink.name();
		this.direct = sink.isDirect();
		this.required = required;
		this.timeout = timeout;
		this.losses = new LossLog(this.name, losses);
		this.writer = new SinkWriter(sink, this.name, this.losses);
		this.queue = new LinkedBlockingQueue<>(capacity);
	}

	String name() {
		return this.name;
	}

	boolean isRequired() {
		return this.required;
	}

	/**
	 * Hand an event over.
	 * @param event the event
	 * @return completes when it is written, exceptionally when it isn't
	 */
	CompletableFuture<Void> send(ReplAuditEvent event) {
		CompletableFuture<Void> written = new CompletableFuture<>();
		if (this.direct) {
			sendDirectly(event, written);
			return written;
		}
		Entry entry = new Entry(event, written);
		if (offer(entry)) {
			startFor(entry);
		}
		else {
			this.losses.lost(1, null);
			written.completeExceptionally(new IllegalStateException("its queue is full (repl.audit.queue)"));
		}
		return written;
	}

	private void sendDirectly(ReplAuditEvent event, CompletableFuture<Void> written) {
		try {
			this.sink.write(List.of(event));
			written.complete(null);
		}
		catch (Exception | Error ex) {
			// an Error as well: whoever publishes it expects that nothing comes out
			this.losses.lost(1, ex);
			written.completeExceptionally(ex);
		}
	}

	private boolean offer(Entry entry) {
		if (!this.required) {
			return this.queue.offer(entry);
		}
		try {
			return this.queue.offer(entry, this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return this.queue.offer(entry);
		}
	}

	/**
	 * Wait until an event is written.
	 * @param written what {@link #send} answered
	 * @throws UnrecordedException if it isn't
	 */
	void await(CompletableFuture<Void> written) {
		try {
			written.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw unrecorded(words(cause), cause);
		}
		catch (TimeoutException ex) {
			written.cancel(false);
			throw unrecorded("it took longer than " + this.timeout.toMillis() + " ms (repl.audit.timeout)", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			written.cancel(false);
			throw unrecorded("the wait for it was interrupted", ex);
		}
	}

	private static String words(Throwable cause) {
		String message = cause.getMessage();
		// what an Error says of itself alone, such as the name of a class, says nothing
		return (message == null || cause instanceof Error) ? cause.toString() : message;
	}

	private UnrecordedException unrecorded(String why, Throwable cause) {
		return new UnrecordedException(name(), why + "; the sink " + name() + " is required (repl.audit.required)",
				cause);
	}

	/**
	 * Keep the thread from now on.
	 */
	void hold() {
		this.held = true;
		if (!this.direct) {
			startFor(WAKE);
		}
	}

	/**
	 * Write what there is, then end the thread and close the sink. Waits for that.
	 */
	void release() {
		this.held = false;
		Thread running;
		synchronized (this.monitor) {
			running = this.thread;
		}
		if (running == null || running == Thread.currentThread()) {
			return;
		}
		// when the queue is full, it isn't waiting
		boolean ignored = this.queue.offer(WAKE);
		try {
			running.join(this.timeout.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void startFor(Entry entry) {
		try {
			start();
		}
		catch (Error ex) {
			// no thread is to be had; the next event tries again
			if (entry.event() != null && this.queue.remove(entry)) {
				this.losses.lost(1, ex);
				entry.written().completeExceptionally(ex);
			}
		}
	}

	private void start() {
		synchronized (this.monitor) {
			if (this.thread == null) {
				// inherits nothing: whoever is on record first may be evaluating
				Thread worker = new Thread(null, this::run, "repl-audit-" + name(), 0, false);
				worker.setDaemon(true);
				worker.setContextClassLoader(SinkChannel.class.getClassLoader());
				worker.start();
				this.thread = worker;
			}
		}
	}

	private void run() {
		try {
			while (!endIfIdle()) {
				Entry first = next();
				if (first == null) {
					this.writer.flush();
				}
				else {
					this.writer.write(batch(first));
				}
			}
		}
		catch (InterruptedException ex) {
			synchronized (this.monitor) {
				this.writer.close();
				this.thread = null;
			}
		}
	}

	private boolean endIfIdle() {
		synchronized (this.monitor) {
			if (this.held || !this.queue.isEmpty()) {
				return false;
			}
			this.writer.close();
			this.thread = null;
			return true;
		}
	}

	private @Nullable Entry next() throws InterruptedException {
		return this.writer.isFlushDue() ? this.queue.poll(this.writer.untilFlush(), TimeUnit.NANOSECONDS)
				: this.queue.take();
	}

	private List<Entry> batch(Entry first) {
		List<Entry> batch = new ArrayList<>();
		batch.add(first);
		this.queue.drainTo(batch, BATCH - 1);
		// whoever gave up waiting was told that it isn't recorded
		batch.removeIf((entry) -> entry.event() == null || entry.written().isDone());
		return batch;
	}

	/**
	 * An event on its way.
	 *
	 * @param event the event, or {@code null} to wake the thread
	 * @param written completed when it is written
	 */
	record Entry(@Nullable ReplAuditEvent event, CompletableFuture<Void> written) {

	}

}
