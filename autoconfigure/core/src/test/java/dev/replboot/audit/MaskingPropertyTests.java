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

package dev.replboot.audit;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.audit.MaskingForms.Generator;
import dev.replboot.audit.MaskingForms.Node;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes up forms with secrets in many shapes, and knows of each what of it is secret:
 * that is masked, and nothing else. What fails is made as small as it can be first.
 */
@Tag("plain")
class MaskingPropertyTests {

	private static final int FORMS = Integer.getInteger("masking.forms", 20_000);

	private final Masking masking = new Masking(List.of(Masking.NAMES, "iban"));

	@Test
	void ofReadableFormsSecretsAreMaskedAndNothingElse() {
		for (int seed = 0; seed < FORMS; seed++) {
			Node form = new Generator(new Random(seed)).form(3);
			Node smallest = smallest(form, (node) -> !this.masking.text(node.source()).equals(node.masked()));
			if (smallest != null) {
				assertThat(this.masking.text(smallest.source())).as("seed %s, %s", seed, smallest.source())
					.isEqualTo(smallest.masked());
			}
		}
	}

	@Test
	void ofEachFormThatIsMaskedLengthAndHashAreThere() {
		for (int seed = 0; seed < 200; seed++) {
			Node form = new Generator(new Random(seed)).form(3);
			var record = this.masking.mask(java.util.Map.of("form", form.source()));
			if (form.source().equals(form.masked())) {
				assertThat(record).containsOnlyKeys("form");
			}
			else {
				assertThat(record).containsEntry("formLength", form.source().length()).containsKey("formSha256");
			}
		}
	}

	@Test
	void ofBrokenFormsNoSecretIsLeft() {
		for (int seed = 0; seed < FORMS; seed++) {
			Random random = new Random(seed);
			Node form = new Generator(random).literals(3);
			String source = form.source();
			int at = random.nextInt(source.length());
			// a name that is broken is none
			while ("\"(){}[] ".indexOf(source.charAt(at)) < 0) {
				at--;
			}
			String broken = source.substring(0, at) + (random.nextBoolean() ? "" : "\"")
					+ source.substring(Math.min(source.length(), at + random.nextInt(2)));
			String masked = this.masking.text(broken);
			for (String secret : form.secrets()) {
				if (broken.contains(secret)) {
					assertThat(masked).as("seed %s, %s", seed, broken).doesNotContain(secret);
				}
			}
		}
	}

	@Test
	void ofFormsWithABracketTooManyNothingElseIsMissing() {
		for (int seed = 0; seed < FORMS; seed++) {
			Random random = new Random(seed);
			Node first = new Generator(random).literals(2);
			Node second = new Generator(random).literals(2);
			String bracket = List.of(")", "]", "}", "(", "[", "{").get(random.nextInt(6));
			String masked = this.masking.text(first.source() + " " + bracket + " " + second.source());
			assertThat(masked).as("seed %s", seed).isEqualTo(first.masked() + " " + bracket + " " + second.masked());
		}
	}

	// drops parts of it for as long as it fails
	private static Node smallest(Node form, Predicate<Node> fails) {
		if (!fails.test(form)) {
			return null;
		}
		Node smallest = form;
		boolean smaller = true;
		while (smaller) {
			smaller = false;
			for (Node candidate : smallest.smaller()) {
				if (fails.test(candidate)) {
					smallest = candidate;
					smaller = true;
					break;
				}
			}
		}
		return smallest;
	}

}
