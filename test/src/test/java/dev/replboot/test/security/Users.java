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

package dev.replboot.test.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * The users of the test applications. Everybody's password is {@value #PASSWORD}.
 */
final class Users {

	static final String PASSWORD = "pw";

	private Users() {
	}

	static List<UserDetails> all() {
		return List.of(user("admin", "REPL_ADMIN"), user("user", "REPL_USER"), user("viewer", "REPL_VIEWER"),
				user("auditor", "REPL_AUDITOR"), user("nobody", "OTHER"));
	}

	static UserDetails user(String name, String role) {
		return User.withUsername(name).password(PASSWORD).roles(role).build();
	}

	static String basic(String name, String password) {
		return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

}
