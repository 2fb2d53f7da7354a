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

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;

import jakarta.servlet.ServletOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A response that is sent to nobody. The caller reads a bounded part of the body and then
 * goes away, which handlers notice as they notice a client that closes its connection.
 */
final class ServletCallResponse extends ServletCallHeaders implements ServletCallOut.Sink {

	private static final int BUFFER = 8192;

	private final BoundedBody body = new BoundedBody();

	private final String url;

	private final ServletCallOut out;

	private @Nullable PrintWriter writer;

	private int bufferSize = BUFFER;

	private @Nullable String error;

	private boolean errorSent;

	private volatile boolean committed;

	// after an error or a redirect, what is written has no effect
	private volatile boolean suspended;

	// the caller is gone
	private volatile boolean closed;

	// the answer ends in the middle
	private boolean broken;

	private final long patience;

	private volatile boolean late;

	private volatile long deadline;

	private volatile Runnable full = () -> {
	};

	ServletCallResponse(String url, Duration patience, Unsupported unsupported) {
		super(unsupported);
		this.url = url;
		this.patience = patience.toNanos();
		this.out = new ServletCallOut(this, unsupported);
	}

	BoundedBody body() {
		return this.body;
	}

	void onFull(Runnable full) {
		this.full = full;
	}

	// what isn't written by the end is the rest of the answer
	void finish() {
		if (this.writer != null && !isClosed()) {
			try {
				this.writer.flush();
			}
			catch (UncheckedIOException ex) {
				// the body ends here, which the answer says
			}
		}
		this.body.setCharset(charset());
	}

	void close() {
		this.closed = true;
	}

	boolean isClosed() {
		return this.closed || this.body.isCut();
	}

	// a handler that writes for ever has to notice on its own thread, but one that takes
	// its time before it writes is waited for
	private synchronized void commit() {
		if (!this.committed) {
			this.deadline = System.nanoTime() + this.patience;
			this.committed = true;
		}
	}

	// whether a client would have seen the beginning
	boolean isSent() {
		return this.committed;
	}

	boolean isLate() {
		return this.late;
	}

	void setBroken() {
		this.broken = true;
	}

	boolean isBroken() {
		return this.broken;
	}

	@Nullable String error() {
		return this.error;
	}

	void setError(@Nullable String error) {
		this.error = error;
	}

	// whether an error page is wanted, of which there is one
	boolean takeError() {
		boolean sent = this.errorSent;
		this.errorSent = false;
		return sent;
	}

	void beginErrorPage(int status) {
		this.suspended = false;
		resetBuffer();
		setStatus(status);
		setContentLengthLong(-1);
	}

	@Override
	public void sendError(int status) {
		sendError(status, null);
	}

	@Override
	public void sendError(int status, @Nullable String message) {
		resetBuffer();
		setStatus(status);
		this.error = (message != null) ? message : "";
		this.errorSent = true;
		this.suspended = true;
	}

	@Override
	public void sendRedirect(String location) {
		sendRedirect(location, SC_FOUND, true);
	}

	@Override
	public void sendRedirect(String location, boolean clear) {
		sendRedirect(location, SC_FOUND, clear);
	}

	@Override
	public void sendRedirect(String location, int status) {
		sendRedirect(location, status, true);
	}

	@Override
	public void sendRedirect(String location, int status, boolean clear) {
		if (clear) {
			resetBuffer();
		}
		setStatus(status);
		setHeader("Location", absolute(location));
		this.suspended = true;
	}

	private String absolute(String location) {
		try {
			return URI.create(this.url).resolve(location).toString();
		}
		catch (IllegalArgumentException ex) {
			return location;
		}
	}

	@Override
	public ServletOutputStream getOutputStream() {
		return this.out;
	}

	@Override
	public PrintWriter getWriter() {
		PrintWriter writer = this.writer;
		if (writer == null) {
			Charset charset = Charset.forName(getCharacterEncoding());
			setCharacterEncoding(charset);
			writer = this.out.writer(charset);
			this.writer = writer;
		}
		return writer;
	}

	@Override
	public void flush() throws IOException {
		if (!this.suspended) {
			checkOpen();
			commit();
		}
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		checkOpen();
		if (!this.suspended) {
			this.body.write(bytes, offset, length);
			if (this.body.size() > this.bufferSize) {
				commit();
			}
			if (this.body.isCut()) {
				this.full.run();
			}
		}
	}

	@Override
	public void setBufferSize(int size) {
		this.bufferSize = Math.max(size, this.bufferSize);
	}

	@Override
	public int getBufferSize() {
		return this.bufferSize;
	}

	@Override
	public void flushBuffer() throws IOException {
		if (this.writer != null) {
			this.writer.flush();
		}
		flush();
	}

	private void checkOpen() throws EOFException {
		if (this.committed && System.nanoTime() - this.deadline > 0) {
			this.late = true;
			this.closed = true;
		}
		if (isClosed()) {
			throw new EOFException("The call reads no more of the answer");
		}
	}

	@Override
	public void resetBuffer() {
		if (this.committed) {
			throw new IllegalStateException("The response is committed");
		}
		// what its writer holds back is gone as well
		this.writer = null;
		this.body.clear();
	}

	@Override
	public boolean isCommitted() {
		return this.committed || this.suspended;
	}

	@Override
	public void reset() {
		resetBuffer();
		clearHeaders();
	}

}
