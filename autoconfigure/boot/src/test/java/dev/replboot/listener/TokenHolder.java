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

package dev.replboot.listener;

import java.time.Duration;

import org.awaitility.Awaitility;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody who has a token, and whom no attack may keep out.
 */
final class TokenHolder {

	private TokenHolder() {
	}

	static void assertNobodyElseIsLockedOut(TestRepl of) {
		for (Door door : Door.values()) {
			// a busy machine may keep whoever has a token from sending it for as long
			// as that
			String answer = comeIn(of, door);
			for (int i = 0; i < 5 && answer.contains(Door.LATE); i++) {
				answer = comeIn(of, door);
			}
			assertThat(answer).as("at the " + door).contains(door.welcome()).doesNotContain(Door.LATE);
		}
		Awaitility.await().until(() -> of.lifecycle().status().sessions().isEmpty());
	}

	private static String comeIn(TestRepl of, Door door) {
		String token = of.token(TestPrincipal.USER);
		try (ReplClient client = door.connect(of)) {
			client.patience(Duration.ofSeconds(30));
			client.send(door.message(token));
			return client.readUntil(door.welcome());
		}
		catch (AssertionError ex) {
			if (String.valueOf(ex.getMessage()).contains(Door.LATE)) {
				return Door.LATE;
			}
			throw ex;
		}
	}

}
