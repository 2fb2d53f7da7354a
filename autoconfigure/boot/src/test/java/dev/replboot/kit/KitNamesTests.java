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

package dev.replboot.kit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what somebody evaluates in {@code user} takes the kit's names from nobody.
 */
class KitNamesTests {

	private static TestRepl repl;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Contribution.class });
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(ns user)", "(ns user (:require [clojure.string :as str]))",
			"(do (in-ns 'user) (clojure.core/refer 'clojure.core) nil)", "(refer 'clojure.core :only '[bean map])",
			"(apply require clojure.main/repl-requires)", "(require 'user :reload)",
			"(use 'clojure.repl 'clojure.pprint 'clojure.set)" })
	void namespaceFormOfOnePrincipalLeavesTheKitToAnother(String form) {
		try (ReplClient ann = repl.login(TestPrincipal.ADMIN); ReplClient bob = repl.login(TestPrincipal.USER)) {
			String before = bob.eval("(into {} (filter #(re-find #\"kit\" (str (val %)))) (ns-map 'user))");
			assertThat(before).contains("bean #'repl.kit.beans/bean", "stock #'repl.kit.shop/stock");
			assertThat(ann.eval(form)).doesNotContain("WARNING");
			assertThat(bob.eval("(into {} (filter #(re-find #\"kit\" (str (val %)))) (ns-map 'user))"))
				.isEqualTo(before);
			assertThat(bob.eval("(class (bean 'shelf))")).contains("Shelf");
			assertThat(ann.eval("(class (bean 'shelf))")).contains("Shelf");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "(def who 1)", "(defn who [] 1)", "(defmacro who [] 1)", "(intern 'user 'who 1)",
			"(declare who)", "(require '[clojure.string :refer [join] :rename {join who}])", "(ns-unmap 'user 'who)",
			"(def stock 1)" })
	void nameOfTheKitIsGivenToNothingElse(String form) {
		try (ReplClient ann = repl.login(TestPrincipal.ADMIN); ReplClient bob = repl.login(TestPrincipal.USER)) {
			assertThat(ann.eval(form)).contains("is a name of the kit", "namespace of your own");
			assertThat(bob.eval("[(:principal (who)) (stock)]")).isEqualTo("[\"" + TestPrincipal.USER.name() + "\" 7]");
		}
	}

	@Test
	void everyOtherNameIsReplacedAndForgottenAsInClojure() {
		try (ReplClient ann = repl.login()) {
			assertThat(ann.eval("(def short 1)")).contains("WARNING: short already refers to").contains("#'user/short");
			assertThat(ann.eval("(ns-unmap 'user 'short)")).isEqualTo("nil");
			assertThat(ann.eval("(do (refer 'clojure.core) (short 2))")).isEqualTo("2");
			assertThat(ann
				.eval("(do (ns acme.own) (clojure.core/defn who [] 3) (clojure.core/in-ns 'user) (acme.own/who))"))
				.isEqualTo("3");
		}
	}

	static class Shelf {

	}

	@Configuration(proxyBeanMethods = false)
	static class Contribution {

		@Bean
		Shelf shelf() {
			return new Shelf();
		}

		@Bean
		ReplKitContributor shop() {
			return new ReplKitContributor() {

				@Override
				public String name() {
					return "shop";
				}

				@Override
				public void contribute(KitContribution contribution) {
					contribution.title("the shop").function("stock", "[]", "What is there.", (arguments) -> 7);
				}

			};
		}

	}

}
