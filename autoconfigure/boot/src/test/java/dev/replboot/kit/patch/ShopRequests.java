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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.orm.jpa.support.OpenEntityManagerInViewInterceptor;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/**
 * A customer of {@link WatchedShop}, who sends one request after the other on another
 * thread and notes which of them fail.
 */
@NullUnmarked
class ShopRequests {

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicInteger requests = new AtomicInteger();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final Thread customer = new Thread(this::requests, "customer");

	private final MockMvc mvc;

	ShopRequests(MockMvc mvc) {
		this.mvc = mvc;
		this.customer.start();
	}

	static MockMvc mvcOf(ApplicationContext shop) {
		return MockMvcBuilders.standaloneSetup(shop.getBean(WatchedShop.Pages.class))
			.addInterceptors(new org.springframework.web.servlet.handler.WebRequestHandlerInterceptorAdapter(
					shop.getBean(OpenEntityManagerInViewInterceptor.class)))
			.build();
	}

	// what the requests ask for
	static void fill(EntityManagerFactory factory) {
		try (EntityManager entities = factory.createEntityManager()) {
			entities.getTransaction().begin();
			WatchedShop.Order order = new WatchedShop.Order();
			order.id = 7;
			order.note = "a gift";
			order.buyer = new WatchedShop.Buyer();
			order.buyer.id = 5;
			order.buyer.name = "Ann";
			WatchedShop.Line line = new WatchedShop.Line();
			line.id = 1;
			order.lines.add(line);
			entities.persist(order.buyer);
			entities.persist(order);
			entities.getTransaction().commit();
		}
	}

	private void requests() {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ann", "x", "ROLE_USER"));
		while (!this.over.get()) {
			try {
				MockHttpServletResponse answer = this.mvc.perform(MockMvcRequestBuilders.get("/orders/7"))
					.andReturn()
					.getResponse();
				if (answer.getStatus() != 200 || !answer.getContentAsString().equals("order 7")) {
					this.failures.add(answer.getStatus() + " " + answer.getContentAsString());
				}
				if (Thread.interrupted()) {
					this.failures.add("interrupted");
				}
			}
			catch (Throwable ex) {
				this.failures.add(ex.toString());
			}
			this.requests.incrementAndGet();
		}
	}

	void close() throws InterruptedException {
		int before = this.requests.get();
		Awaitility.await().until(() -> this.requests.get() > before);
		this.over.set(true);
		this.customer.join();
	}

	Queue<String> failures() {
		return this.failures;
	}

}
