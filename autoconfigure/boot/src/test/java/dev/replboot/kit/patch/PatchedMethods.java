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

package dev.replboot.kit.patch;

import java.math.BigDecimal;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import org.jspecify.annotations.NullUnmarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.replboot.testsupport.ReplClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Classes and a bean whose methods are patched from a session.
 */
@NullUnmarked
final class PatchedMethods {

	private PatchedMethods() {
	}

	static void patch(ReplClient client, String type, String method, String body) {
		String answer = client.eval("(:id (patch! " + nameOf(type) + " \"" + method + "\" " + body + "))");
		assertThat(answer).matches("\"p\\d+\"");
	}

	static String nameOf(String type) {
		return "\"" + PatchedMethods.class.getName() + "$" + type + "\"";
	}

	/**
	 * A class with methods of many kinds.
	 */
	static class Plain {

		private final int factor;

		final StringBuilder added = new StringBuilder();

		Plain(int factor) {
			this.factor = factor;
		}

		static int twice(int number) {
			return 2 * number;
		}

		static IntUnaryOperator lambda() {
			return (number) -> number * 10;
		}

		int price(int quantity) {
			return this.factor * quantity;
		}

		private String secret() {
			return "secret";
		}

		String callsSecret() {
			return secret();
		}

		void add(String text) {
			this.added.append(text);
		}

		String over(int number) {
			return "int";
		}

		String over(String text) {
			return "String";
		}

		String over(int number, String text) {
			return "both";
		}

		int sum(int... numbers) {
			return IntStream.of(numbers).sum();
		}

		BigDecimal total() {
			return BigDecimal.ONE;
		}

		Object fails() {
			throw new IllegalArgumentException("the original's");
		}

	}

	/**
	 * Overrides a method and calls it.
	 */
	static class Dear extends Plain {

		Dear(int factor) {
			super(factor);
		}

		@Override
		int price(int quantity) {
			return super.price(quantity) + 1;
		}

	}

	/**
	 * A final class.
	 */
	static final class Final {

		String name() {
			return "final";
		}

	}

	record Pair(int left, int right) {

	}

	/**
	 * An enum.
	 */
	enum Colour {

		RED;

		String code() {
			return "r";
		}

	}

	/**
	 * An interface with a default method.
	 */
	interface Greeting {

		String word();

		default String greet() {
			return "good " + word();
		}

	}

	/**
	 * Implements it.
	 */
	static class Polite implements Greeting {

		@Override
		public String word() {
			return "day";
		}

	}

	/**
	 * Transactions around a bean.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Transactions {

		@Bean
		PlatformTransactionManager transactionManager() {
			return new JdbcTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:patches"));
		}

		@Bean
		Account account() {
			return new Account();
		}

	}

	/**
	 * A bean with transactions.
	 */
	static class Account {

		@Autowired
		private PlatformTransactionManager manager;

		@Transactional
		String isInTransaction() {
			return String.valueOf(TransactionSynchronizationManager.isActualTransactionActive());
		}

	}

}
