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
 *
 * @since 0.1.0
 */
public class LimitsProperties {

	/**
	 * Time that an evaluation may take, not counting the time it waits for input.
	 */
	private Duration time = Duration.ofMinutes(5);

	/**
	 * Memory that an evaluation's threads may allocate in all, live or not; 0 for no
	 * limit. By default a quarter of the maximum heap, at most 1GB.
	 */
	private DataSize allocation = DataSize.ofBytes(Math.min(Runtime.getRuntime().maxMemory() / 4, 1L << 30));

	/**
	 * Characters that an evaluation may print, one byte each.
	 */
	private DataSize output = DataSize.ofMegabytes(32);

	/**
	 * Elements of a collection that are printed.
	 */
	private int printLength = 1000;

	/**
	 * Depth of nesting that is printed.
	 */
	private int printDepth = 50;

	/**
	 * Characters that a form may have, one byte each.
	 */
	private DataSize request = DataSize.ofMegabytes(1);

	/**
	 * Sessions that there may be at a time. One more place is left for an administrator.
	 */
	private int sessions = 10;

	/**
	 * Sessions that a principal may have at a time. An editor takes up to three.
	 */
	private int sessionsPerPrincipal = 6;

	/**
	 * Time that a session may be idle before it is ended.
	 */
	private Duration idle = Duration.ofMinutes(30);

	/**
	 * Time that a connection may take to send its token.
	 */
	private Duration login = Duration.ofSeconds(30);

	/**
	 * Connections that may not have sent their token yet; the oldest gives way.
	 */
	private int logins = 64;

	/**
	 * Failed logins a minute of which each is recorded; of those beyond, only the number
	 * is.
	 */
	private int failedLogins = 30;

	/**
	 * Failed attempts a minute from an address, or under a name, after which further
	 * credentials are refused unseen; 0 for no limit.
	 */
	private int failedAttempts = 30;

	/**
	 * Addresses, and names, whose failed attempts are counted apart. Beyond, new ones
	 * share a count.
	 */
	private int addresses = 10_000;

	/**
	 * Time that code of an evaluation may take on a thread of the application, such as a
	 * listener's; 0 for no limit.
	 */
	private Duration callback = Duration.ofSeconds(2);

	/**
	 * Time after which a transaction that a session keeps open is rolled back.
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
