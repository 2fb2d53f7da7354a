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

package dev.replboot.access;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link GuardedAuthentication}: nothing but its guard makes one.
 */
@Tag("plain")
class GuardedAuthenticationTests {

	private final CallerGuard guard = new CallerGuard();

	private final Authentication ann = new TestingAuthenticationToken("ann", "", "ROLE_REPL_ADMIN");

	@Test
	void nothingOfItIsPublicThatMakesOne() {
		assertThat(GuardedAuthentication.class.getDeclaredConstructors())
			.allMatch((constructor) -> Modifier.isPrivate(constructor.getModifiers()));
		assertThat(Arrays.stream(GuardedAuthentication.class.getDeclaredMethods())
			.filter((method) -> Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()))
			.noneMatch((method) -> Modifier.isPublic(method.getModifiers())
					|| Modifier.isProtected(method.getModifiers()));
		assertThat(Modifier.isFinal(GuardedAuthentication.class.getModifiers())).isTrue();
	}

	@Test
	void whoIsNotAuthenticatedIsNotGuarded() {
		Authentication anonymous = new AnonymousAuthenticationToken("key", "anonymous",
				AuthorityUtils.createAuthorityList("ROLE_REPL_ADMIN"));
		Authentication not = new TestingAuthenticationToken("ann", "", "ROLE_REPL_ADMIN");
		not.setAuthenticated(false);
		for (Authentication each : new Authentication[] { anonymous, not, null }) {
			assertThatExceptionOfType(AuthenticationCredentialsNotFoundException.class)
				.isThrownBy(() -> this.guard.guard(each, AuthorityUtils.createAuthorityList("ROLE_REPL_ADMIN")));
		}
		assertThat(this.guard.guard(this.ann, this.ann.getAuthorities()).replPrincipal().name()).isEqualTo("ann");
	}

	@Test
	void itIsWrittenToNoStream() {
		GuardedAuthentication guarded = this.guard.guard(this.ann, this.ann.getAuthorities());
		assertThatExceptionOfType(NotSerializableException.class)
			.isThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(guarded));
	}

	@Test
	void noStreamMakesOne() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(new MalloryAuthentication());
		}
		// of the same length
		String forged = bytes.toString(StandardCharsets.ISO_8859_1)
			.replace(MalloryAuthentication.class.getName(), GuardedAuthentication.class.getName());
		assertThat(forged).contains("access.GuardedAuthentication");
		byte[] stream = forged.getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(InvalidObjectException.class)
			.isThrownBy(() -> new ObjectInputStream(new ByteArrayInputStream(stream)).readObject())
			.withMessageContaining("made by its guard alone");
		assertThat(ObjectStreamClass.lookup(GuardedAuthentication.class).getSerialVersionUID()).isEqualTo(1);
	}

}
