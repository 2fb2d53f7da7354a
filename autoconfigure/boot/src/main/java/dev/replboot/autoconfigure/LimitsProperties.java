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

package dev.replboot.autoconfigure;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.replboot.access.AttemptThrottle;

/**
 * Limits that the server enforces.
 */
public class LimitsProperties {

	/**
	 * Maximum time of an evaluation, not counting the time that it waits for client
	 * input.
	 */
	private Duration time = Duration.ofMinutes(5);

	/**
	 * Maximum memory that the threads of an evaluation allocate in total, whether it is
	 * still in use or not; 0 for no limit. The default is a quarter of the maximum heap,
	 * at most 1GB.
	 */
	private DataSize allocation = DataSize.ofBytes(Math.min(Runtime.getRuntime().maxMemory() / 4, 1L << 30));

	/**
	 * Maximum number of characters that an evaluation prints. One byte of the size is one
	 * character.
	 */
	private DataSize output = DataSize.ofMegabytes(32);

	/**
	 * Maximum number of elements of a collection that are printed.
	 */
	private int printLength = 1000;

	/**
	 * Maximum depth of nesting that is printed.
	 */
	private int printDepth = 50;

	/**
	 * Maximum number of characters of a form. One byte of the size is one character.
	 */
	private DataSize request = DataSize.ofMegabytes(1);

	/**
	 * Maximum number of sessions, over all protocols. One more place is reserved for an
	 * administrator.
	 */
	private int sessions = 10;

	/**
	 * Maximum number of sessions of one principal. An editor uses up to three.
	 */
	private int sessionsPerPrincipal = 6;

	/**
	 * Time after which an idle session is ended.
	 */
	private Duration idle = Duration.ofMinutes(30);

	/**
	 * Maximum time that a connection can take to send its token.
	 */
	private Duration login = Duration.ofSeconds(30);

	/**
	 * Maximum number of connections that have not sent a token yet. When it is exceeded,
	 * the oldest is closed.
	 */
	private int logins = 64;

	/**
	 * Maximum number of refused attempts per minute and entry point that are recorded
	 * individually. Beyond that, only their number is recorded.
	 */
	private int failedLogins = 30;

	/**
	 * Failed attempts per minute from one address, or under one name, after which further
	 * credentials are refused without being verified; 0 for no limit.
	 */
	private int failedAttempts = 30;

	/**
	 * Maximum number of addresses, and of names, whose failed attempts are counted
	 * separately. Further ones share a count.
	 */
	private int addresses = 10_000;

	/**
	 * Maximum time of one call of evaluated code on a thread of the application, such as
	 * a call of a listener; 0 for no limit.
	 */
	private Duration callback = Duration.ofSeconds(2);

	/**
	 * Time after which a transaction begun with begin! is rolled back.
	 */
	private Duration transaction = Duration.ofMinutes(5);

	public Duration getCallback() {
		return this.callback;
	}

	public void setCallback(Duration callback) {
		this.callback = callback;
	}

	public Duration getTransaction() {
		return this.transaction;
	}

	public void setTransaction(Duration transaction) {
		this.transaction = transaction;
	}

	public Duration getTime() {
		return this.time;
	}

	public void setTime(Duration time) {
		this.time = time;
	}

	public DataSize getAllocation() {
		return this.allocation;
	}

	public void setAllocation(DataSize allocation) {
		this.allocation = allocation;
	}

	public DataSize getOutput() {
		return this.output;
	}

	public void setOutput(DataSize output) {
		this.output = output;
	}

	public int getPrintLength() {
		return this.printLength;
	}

	public void setPrintLength(int printLength) {
		this.printLength = printLength;
	}

	public int getPrintDepth() {
		return this.printDepth;
	}

	public void setPrintDepth(int printDepth) {
		this.printDepth = printDepth;
	}

	public DataSize getRequest() {
		return this.request;
	}

	public void setRequest(DataSize request) {
		this.request = request;
	}

	public int getSessions() {
		return this.sessions;
	}

	public void setSessions(int sessions) {
		this.sessions = sessions;
	}

	public int getSessionsPerPrincipal() {
		return this.sessionsPerPrincipal;
	}

	public void setSessionsPerPrincipal(int sessionsPerPrincipal) {
		this.sessionsPerPrincipal = sessionsPerPrincipal;
	}

	public Duration getIdle() {
		return this.idle;
	}

	public void setIdle(Duration idle) {
		this.idle = idle;
	}

	public Duration getLogin() {
		return this.login;
	}

	public void setLogin(Duration login) {
		this.login = login;
	}

	public int getLogins() {
		return this.logins;
	}

	public void setLogins(int logins) {
		this.logins = logins;
	}

	public int getFailedLogins() {
		return this.failedLogins;
	}

	public void setFailedLogins(int failedLogins) {
		this.failedLogins = failedLogins;
	}

	public int getFailedAttempts() {
		return this.failedAttempts;
	}

	public void setFailedAttempts(int failedAttempts) {
		this.failedAttempts = failedAttempts;
	}

	public int getAddresses() {
		return this.addresses;
	}

	public void setAddresses(int addresses) {
		this.addresses = addresses;
	}

	AttemptThrottle throttle() {
		return new AttemptThrottle(this.failedAttempts, this.addresses);
	}

}
