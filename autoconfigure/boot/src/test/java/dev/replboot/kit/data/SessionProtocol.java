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

package dev.replboot.kit.data;

import java.util.List;

import dev.replboot.testsupport.ReplClient;

/**
 * How a client speaks.
 */
enum SessionProtocol {

	SOCKET {

		@Override
		List<SessionUse> uses() {
			return List.of(SessionUse.values());
		}

		@Override
		void login(ReplClient client, String token) {
			client.send(token + "\n");
			client.readUntil("user=> ");
		}

		@Override
		void send(ReplClient client, String form) {
			client.send(form + "\n");
		}

		@Override
		void eval(ReplClient client, String form) {
			client.eval(form);
		}

	},

	PREPL {

		@Override
		void login(ReplClient client, String token) {
			client.send(token + "\n");
		}

		@Override
		void send(ReplClient client, String form) {
			client.send(form + "\n");
		}

		@Override
		void eval(ReplClient client, String form) {
			send(client, form);
			client.readUntil(":tag :ret");
			client.readUntil("\n");
		}

	},

	NREPL {

		@Override
		void login(ReplClient client, String token) {
			eval(client, token);
		}

		@Override
		void send(ReplClient client, String form) {
			client.send("d2:op4:eval4:code" + form.length() + ":" + form + "e");
		}

		@Override
		void eval(ReplClient client, String form) {
			send(client, form);
			client.readUntil("4:donee");
		}

	};

	List<SessionUse> uses() {
		return List.of(SessionUse.IDLE, SessionUse.FORM, SessionUse.STATEMENT, SessionUse.FIX);
	}

	abstract void login(ReplClient client, String token);

	abstract void send(ReplClient client, String form);

	abstract void eval(ReplClient client, String form);

}
