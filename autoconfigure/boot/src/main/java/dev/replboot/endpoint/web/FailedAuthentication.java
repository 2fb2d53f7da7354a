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

package dev.replboot.endpoint.web;

import org.springframework.security.authentication.AccountExpiredException;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.util.ClassUtils;

import dev.replboot.access.Denial;

/**
 * Tells why somebody was not authenticated.
 */
final class FailedAuthentication {

	private static final boolean JWT = ClassUtils.isPresent(
			"org.springframework.security.oauth2.jwt.JwtValidationException",
			FailedAuthentication.class.getClassLoader());

	private static final int MAX_CAUSES = 10;

	private FailedAuthentication() {
	}

	static Denial.Reason reason(AuthenticationException exception) {
		Throwable cause = exception;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (cause instanceof AccountExpiredException || cause instanceof CredentialsExpiredException
					|| (JWT && Jwts.isExpired(cause))) {
				return Denial.Reason.EXPIRED;
			}
			if (cause instanceof AccountStatusException) {
				return Denial.Reason.ACCOUNT;
			}
			if (cause instanceof AuthenticationServiceException) {
				return Denial.Reason.UNAVAILABLE;
			}
			cause = cause.getCause();
		}
		return Denial.Reason.CREDENTIALS;
	}

	/**
	 * Apart, because JSON Web Tokens may be absent.
	 */
	private static final class Jwts {

		// of JwtTimestampValidator: the code alone is that of every invalid token
		private static final String EXPIRED = "Jwt expired at";

		static boolean isExpired(Throwable cause) {
			return cause instanceof JwtValidationException invalid
					&& invalid.getErrors().stream().anyMatch(Jwts::isExpiry);
		}

		private static boolean isExpiry(OAuth2Error error) {
			String description = error.getDescription();
			return error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_TOKEN) && description != null
					&& description.startsWith(EXPIRED);
		}

	}

}
