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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

import javax.sql.DataSource;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.support.OpenEntityManagerInViewInterceptor;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application whose requests go through Spring MVC, with the session open in the view,
 * a proxy with Spring Security's and an aspect of its own, and entities that load lazily.
 */
@NullUnmarked
@Configuration(proxyBeanMethods = false)
public class WatchedShop {

	@Bean
	DataSource dataSource() {
		return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
	}

	@Bean
	LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
		LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
		factory.setDataSource(dataSource);
		factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		factory.setManagedTypes(
				PersistenceManagedTypes.of(Order.class.getName(), Line.class.getName(), Buyer.class.getName()));
		Properties properties = new Properties();
		properties.putAll(Map.of("hibernate.hbm2ddl.auto", "create", "hibernate.generate_statistics", "true"));
		factory.setJpaProperties(properties);
		return factory;
	}

	@Bean
	OpenEntityManagerInViewInterceptor openInView(EntityManagerFactory factory) {
		OpenEntityManagerInViewInterceptor interceptor = new OpenEntityManagerInViewInterceptor();
		interceptor.setEntityManagerFactory(factory);
		return interceptor;
	}

	@Bean
	Orders orders(EntityManagerFactory factory) {
		ProxyFactory proxy = new ProxyFactory(
				new Orders(SharedEntityManagerCreator.createSharedEntityManager(factory)));
		proxy.setProxyTargetClass(true);
		proxy.addAdvisor(AuthorizationManagerBeforeMethodInterceptor.preAuthorize());
		proxy.addAdvice(new Timing());
		return (Orders) proxy.getProxy();
	}

	/**
	 * Answers requests.
	 */
	@RestController("pages")
	public static class Pages {

		private final Orders orders;

		Pages(Orders orders) {
			this.orders = orders;
		}

		@GetMapping("/orders/{id}")
		public String order(@PathVariable int id) {
			Order order = this.orders.find(id);
			this.orders.lines(order);
			this.orders.sums(new int[] { id, 2 }, new String[][] { { "a", null }, { "b" } });
			this.orders.nasty(new Nasty());
			this.orders.nested(Optional.of(order), new Order[] { order });
			return "order " + order.id;
		}

	}

	/**
	 * An aspect of the application's own.
	 */
	static class Timing implements MethodInterceptor {

		@Override
		public Object invoke(MethodInvocation invocation) throws Throwable {
			return invocation.proceed();
		}

	}

	/**
	 * What is watched.
	 */
	public static class Orders {

		private final EntityManager entities;

		Orders(EntityManager entities) {
			this.entities = entities;
		}

		@PreAuthorize("permitAll")
		Order find(int id) {
			return this.entities.find(Order.class, id);
		}

		List<Line> lines(Order order) {
			return Collections.unmodifiableList(order.lines);
		}

		public int[] sums(int[] numbers, String[][] names) {
			int[] sums = numbers.clone();
			numbers[0] = -1;
			return sums;
		}

		Map<String, Object> nasty(Nasty nasty) {
			Map<String, Object> answer = new HashMap<>();
			answer.put("nasty", nasty);
			answer.put("list", Arrays.asList(nasty, 1));
			return answer;
		}

		Map<String, Object> nested(Optional<Order> one, Order[] all) {
			return Map.of("page", new Page(one.orElseThrow(), List.of(all)));
		}

	}

	/**
	 * A value that answers with nothing but trouble.
	 */
	static class Nasty {

		private final int value = 42;

		@Override
		public boolean equals(Object other) {
			throw new IllegalStateException("no equality");
		}

		@Override
		public int hashCode() {
			throw new IllegalStateException("no hash");
		}

		@Override
		public String toString() {
			while (!Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
			throw new AssertionError("no text");
		}

	}

	/**
	 * Its text is made of what isn't loaded.
	 *
	 * @param order an order
	 * @param more more of them
	 */
	record Page(Order order, List<Order> more) {

	}

	/**
	 * An order.
	 */
	@Entity(name = "WatchedOrder")
	static class Order {

		@Id
		int id;

		String note;

		@ManyToOne(fetch = FetchType.LAZY)
		Buyer buyer;

		@OneToMany(cascade = CascadeType.ALL)
		List<Line> lines = new ArrayList<>();

		@Override
		public boolean equals(Object other) {
			return other instanceof Order order && order.lines.equals(this.lines);
		}

		@Override
		public int hashCode() {
			return this.lines.hashCode();
		}

		@Override
		public String toString() {
			return "Order of " + this.buyer.name + this.lines;
		}

	}

	/**
	 * A line of an order.
	 */
	@Entity(name = "WatchedLine")
	static class Line {

		@Id
		int id;

		@Override
		public String toString() {
			return "Line " + this.id;
		}

	}

	/**
	 * Who has ordered.
	 */
	@Entity(name = "WatchedBuyer")
	static class Buyer {

		@Id
		int id;

		String name;

	}

}
