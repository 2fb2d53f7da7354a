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

package dev.replboot.listener.nrepl;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a client may send instead of a message, complete enough that it can't become one.
 */
final class MalformedMessages {

	private MalformedMessages() {
	}

	static Stream<String> all() {
		return Stream
			.of("hello\n", "PROPFIND / HTTP/1.1\r\n\r\n", "i1e", "le", "4:spam", "e", NreplDoor.FORM + "\n",
					"0123456789abcdef0123456789abcdef\n", "d2:op", "d2:op999999999999:x", "d2:op99999999:x",
					"d02:op4:evale", "d2:op-1:xe", "d2:op4:eval2:op4:evale", "d2:op4:eval4:codee", "d2:opi01ee",
					"d2:opi-0ee", "d2:opiee", "d2:opi1", "d2:opi99999999999999999999ee", "d2:op" + "l".repeat(20),
					"d2:op" + "d1:a".repeat(5000), "d2:opl" + "0:".repeat(2000) + "ee", "d2:op4:evali1e1:xe", "d2:opd",
					"d 2:op4:evale", "d2 :op", "d2:op+4:evale", "d4:code70000:" + "x".repeat(70000) + "e")
			.filter((attack) -> !isIncomplete(attack));
	}

	private static boolean isIncomplete(String attack) {
		return List.of("d2:op", "d2:opi1", "d2:opd").contains(attack);
	}

}
