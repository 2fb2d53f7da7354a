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

package dev.replboot.twin;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is typed on the command line.
 */
@Tag("plain")
class TwinOptionsTests {

	@ParameterizedTest
	@ValueSource(strings = { "--repl.twin", "--repl.twin=true", "--repl.twin.strict", "--repl.twin.eval=(+ 1 2)" })
	void oneFlagAsksForATwin(String argument) {
		assertThat(TwinOptions.isAsked(new String[] { "--server.port=0", argument, "more" })).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--server.port=0", "twin", "--spring.application.name=repl-twin", "--repl.socket.port=0",
			"file:repl-twin.txt", "--repl.twin=false", "my-repl.twin.backup" })
	void otherArgumentsDoNot(String argument) {
		assertThat(TwinOptions.isAsked(new String[] { argument })).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--repl.twin", "--repl.twin.strict", "--repl.twin=true" })
	void startsNothingWhenItIsContradicted(String argument) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TwinOptions.isAsked(new String[] { argument, "--repl.twin=false" }))
			.withMessageStartingWith("Nothing was started: --repl.twin=false contradicts");
	}

	@Test
	void startsNothingWhenItIsAskedForElsewhere() {
		System.setProperty("repl.twin", "true");
		try {
			assertThatIllegalArgumentException().isThrownBy(() -> TwinOptions.isAsked(new String[0]))
				.withMessageStartingWith("Nothing was started: the system property repl.twin is set");
		}
		finally {
			System.clearProperty("repl.twin");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-repl.twin", "--repl-twin", "--repl_twin=true", "--REPL.TWIN", "-Drepl.twin=true",
			"-Drepl.twin.eval=1", "repl.twin", "--repl.twins", "-repl.twin.eval", "--repl.twin-eval", "\u2014repl.twin",
			"\u2013\u2013repl.twin" })
	void startsNothingWhenItWasMeant(String argument) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TwinOptions.isAsked(new String[] { "--server.port=0", argument }))
			.withMessage("Nothing was started: " + argument.split("=")[0]
					+ " is not known. Did you mean --repl.twin, after the jar or the class?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-repl.twin", "--repl-twin", "-repl.twin.writable", "--repl.twin-writable" })
	void startsNothingWhenOneOfSeveralIsMisspelled(String argument) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TwinOptions.isAsked(new String[] { argument, "--repl.twin.eval", "1" }))
			.withMessageStartingWith("Nothing was started: " + argument + " is not known.");
		assertThat(TwinOptions.isAsked(new String[] { "--repl.twin.eval", argument })).as("a form").isTrue();
	}

	@Test
	void valuesFollowASpaceOrAnEqualsSign() {
		assertThat(of("--repl.twin.eval", "(+ 1 2)", "--repl.twin.strict"))
			.isEqualTo(new TwinOptions("(+ 1 2)", null, true, false, false, false, false, List.of()));
		assertThat(of("--repl.twin.script=a=b.clj", "--repl.twin.writable=true"))
			.isEqualTo(new TwinOptions(null, "a=b.clj", false, false, true, false, false, List.of()));
		assertThat(of("--repl.twin.listen", "--repl.twin.authorities=ROLE_A, ROLE_B"))
			.isEqualTo(new TwinOptions(null, null, false, false, false, true, false, List.of("ROLE_A", "ROLE_B")));
		assertThat(of("--repl.twin.script=a", "--repl.twin.keep-going").endsAtFailure()).isFalse();
		assertThat(of("--repl.twin.listen=only").listenOnly()).isTrue();
		assertThat(of("--repl.twin.writable", "--repl.twin.writable=false").writable()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--repl.twin.writeable", "--repl.twin.eval", "--repl.twin.writable=yes",
			"--repl.twin.listen=5555", "--repl.twin.Eval=1", "--repl.twin." })
	void refusesWhatItDoesNotKnow(String argument) {
		assertThatIllegalArgumentException().isThrownBy(() -> of("--repl.twin", argument))
			.withMessageStartingWith(argument.split("=")[0]);
	}

	@Test
	void refusesOptionsThatContradictEachOther() {
		assertThatIllegalArgumentException().isThrownBy(() -> of("--repl.twin.eval=1", "--repl.twin.script=a"))
			.withMessageContaining("exclude each other");
		assertThatIllegalArgumentException().isThrownBy(() -> of("--repl.twin.eval=1", "--repl.twin.listen=only"))
			.withMessageContaining("evaluates nothing but");
		assertThatIllegalArgumentException().isThrownBy(() -> of("--repl.twin.eval", "--repl.twin.strict"))
			.withMessageContaining("takes a value");
	}

	private static TwinOptions of(String... arguments) {
		return TwinOptions.of(arguments);
	}

}
