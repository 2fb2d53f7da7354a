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

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

import dev.replboot.access.Denial.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FailedAuthentication}.
 */
@Tag("plain")
class FailedAuthenticationTests {

	@Test
	void expiredJwtIsExpired() {
		assertThat(reason(validate(-7200, -3600))).isEqualTo(Reason.EXPIRED);
	}

	@Test
	void jwtThatIsNotValidYetIsAWrongOne() {
		assertThat(reason(validate(3600, 7200))).isEqualTo(Reason.CREDENTIALS);
	}

	@Test
	void jwtThatIsInvalidInSeveralWaysIsExpiredIfThatIsOneOfThem() {
		List<OAuth2Error> errors = List.of(
				new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "The aud claim is wrong", null),
				validate(-7200, -3600).getErrors().iterator().next());
		assertThat(FailedAuthentication.reason(bearer(new JwtValidationException("The first", errors))))
			.isEqualTo(Reason.EXPIRED);
	}

	@Test
	void textOfAnotherIsNotTakenForExpiry() {
		assertThat(FailedAuthentication.reason(bearer(new BadJwtException("Jwt expired at some time"))))
			.isEqualTo(Reason.CREDENTIALS);
		assertThat(FailedAuthentication.reason(bearer(new JwtValidationException("Jwt expired at some time",
				List.of(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "The iss claim is 'Jwt expired at'", null))))))
			.isEqualTo(Reason.CREDENTIALS);
		assertThat(FailedAuthentication.reason(new BadCredentialsException("Jwt expired at some time")))
			.isEqualTo(Reason.CREDENTIALS);
	}

	@Test
	void accountsAreToldApart() {
		assertThat(FailedAuthentication.reason(new CredentialsExpiredException("old"))).isEqualTo(Reason.EXPIRED);
		assertThat(FailedAuthentication.reason(new DisabledException("gone"))).isEqualTo(Reason.ACCOUNT);
		assertThat(FailedAuthentication.reason(new AuthenticationServiceException("down")))
			.isEqualTo(Reason.UNAVAILABLE);
	}

	private static Reason reason(OAuth2TokenValidatorResult result) {
		return FailedAuthentication.reason(bearer(new JwtValidationException("It is invalid", result.getErrors())));
	}

	// as the provider of resource servers wraps it
	private static AuthenticationException bearer(Exception cause) {
		return new InvalidBearerTokenException(String.valueOf(cause.getMessage()), cause);
	}

	private static OAuth2TokenValidatorResult validate(long begin, long end) {
		Instant now = Instant.now();
		return new JwtTimestampValidator().validate(Jwt.withTokenValue("value")
			.header("alg", "none")
			.subject("ann")
			.notBefore(now.plusSeconds(begin))
			.expiresAt(now.plusSeconds(end))
			.build());
	}

}
