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

package dev.replboot.kit.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanUtils;

/**
 * The asynchronous mode of a request: the calling thread waits here for what a handler
 * answers from another one.
 */
final class CallAsync implements AsyncContext {

	private static final Logger logger = LoggerFactory.getLogger(CallAsync.class);

	// that of servers, where the handler says nothing
	private static final long TIMEOUT = 30_000;

	private final ServletRequest request;

	private final ServletResponse response;

	private final List<AsyncListener> listeners = new ArrayList<>();

	private final long started = System.nanoTime();

	private State state = State.STARTED;

	private long timeout = TIMEOUT;

	private @Nullable String path;

	CallAsync(ServletRequest request, ServletResponse response) {
		this.request = request;
		this.response = response;
	}

	/**
	 * Wait until the handler has answered, its own timeout is over, or the body is full.
	 * @param deadline when to stop waiting, as {@link System#nanoTime()} counts
	 * @param body the response's body
	 * @return how it ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	synchronized State await(long deadline, BoundedBody body) throws InterruptedException {
		while (this.state == State.STARTED) {
			long now = System.nanoTime();
			if (deadline - now <= 0 || body.isCut()) {
				return State.GIVEN_UP;
			}
			long left = deadline - now;
			if (this.timeout > 0) {
				long own = TimeUnit.MILLISECONDS.toNanos(this.timeout) - (now - this.started);
				if (own <= 0) {
					return State.TIMED_OUT;
				}
				left = Math.min(left, own);
			}
			TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
		}
		return this.state;
	}

	synchronized void wakeUp() {
		notifyAll();
	}

	synchronized State state() {
		return this.state;
	}

	synchronized @Nullable String path() {
		return this.path;
	}

	@Override
	public ServletRequest getRequest() {
		return this.request;
	}

	@Override
	public ServletResponse getResponse() {
		return this.response;
	}

	@Override
	public boolean hasOriginalRequestAndResponse() {
		return this.request instanceof ServletCallRequest && this.response instanceof ServletCallResponse;
	}

	@Override
	public void dispatch() {
		end(State.DISPATCHED);
	}

	@Override
	public synchronized void dispatch(String path) {
		end(State.DISPATCHED);
		this.path = path;
	}

	@Override
	public void dispatch(ServletContext context, String path) {
		dispatch(path);
	}

	@Override
	public synchronized void complete() {
		if (this.state != State.COMPLETED) {
			end(State.COMPLETED);
		}
	}

	private synchronized void end(State state) {
		if (this.state != State.STARTED) {
			throw new IllegalStateException("The request has ended its asynchronous mode");
		}
		this.state = state;
		notifyAll();
	}

	@Override
	public void start(Runnable work) {
		Thread thread = new Thread(work, "repl-call");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public synchronized void addListener(AsyncListener listener) {
		this.listeners.add(listener);
	}

	@Override
	public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
		addListener(listener);
	}

	@Override
	public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
		return BeanUtils.instantiateClass(type);
	}

	@Override
	public synchronized void setTimeout(long timeout) {
		this.timeout = timeout;
	}

	@Override
	public synchronized long getTimeout() {
		return this.timeout;
	}

	void timedOut() {
		tell(AsyncListener::onTimeout, null);
	}

	void failed(Throwable cause) {
		tell(AsyncListener::onError, cause);
	}

	void completed() {
		tell(AsyncListener::onComplete, null);
	}

	// a listener's failure keeps no other from hearing
	private void tell(Event event, @Nullable Throwable cause) {
		List<AsyncListener> all;
		synchronized (this) {
			all = List.copyOf(this.listeners);
		}
		for (AsyncListener listener : all) {
			try {
				event.tell(listener, new AsyncEvent(this, this.request, this.response, cause));
			}
			catch (IOException | RuntimeException ex) {
				logger.warn("A listener of an asynchronous request failed", ex);
			}
		}
	}

	/**
	 * How it is with the asynchronous mode.
	 */
	enum State {

		STARTED, DISPATCHED, COMPLETED, TIMED_OUT, GIVEN_UP

	}

	/**
	 * A listener's method.
	 */
	private interface Event {

		void tell(AsyncListener listener, AsyncEvent event) throws IOException;

	}

}
