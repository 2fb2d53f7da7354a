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

package dev.replboot.testsupport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Users of an application that can be changed, taken away, and asked in vain.
 */
public final class Directory implements UserDetailsService {

	private final Map<String, UserDetails> users = new ConcurrentHashMap<>();

	private final AtomicInteger asked = new AtomicInteger();

	private volatile RuntimeException failure;

	private volatile CountDownLatch hanging;

	/**
	 * Add or replace a user.
	 * @param name the name, which is the password too
	 * @param authorities the authorities
	 * @return the user
	 */
	public UserDetails put(String name, String... authorities) {
		UserDetails user = User.withUsername(name).password(name).authorities(authorities).build();
		this.users.put(name, user);
		return user;
	}

	/**
	 * Change a user.
	 * @param name the name
	 * @param change how
	 */
	public void change(String name, UnaryOperator<User.UserBuilder> change) {
		this.users.computeIfPresent(name, (key, user) -> change.apply(User.withUserDetails(user)).build());
	}

	/**
	 * Take a user away.
	 * @param name the name
	 */
	public void remove(String name) {
		this.users.remove(name);
	}

	/**
	 * Answer with a failure, or with users again.
	 * @param exception the failure, or {@code null}
	 */
	public void fail(RuntimeException exception) {
		this.failure = exception;
	}

	/**
	 * Don't answer until the latch is released, not even when interrupted.
	 * @param latch the latch, or {@code null}
	 */
	public void hang(CountDownLatch latch) {
		this.hanging = latch;
	}

	/**
	 * How often it was asked.
	 * @return the number
	 */
	public int asked() {
		return this.asked.get();
	}

	@Override
	public UserDetails loadUserByUsername(String name) {
		this.asked.incrementAndGet();
		CountDownLatch latch = this.hanging;
		while (latch != null && latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// as some drivers do
			}
		}
		RuntimeException exception = this.failure;
		if (exception != null) {
			throw exception;
		}
		UserDetails user = this.users.get(name);
		if (user == null) {
			throw new UsernameNotFoundException(name);
		}
		// whoever logs in erases the password
		return User.withUserDetails(user).build();
	}

}
