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

package dev.replboot.sample;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Tests for {@link OrderServiceApplication} over HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class OrderServiceApplicationTests {

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	private RestTestClient client;

	@BeforeEach
	void createClient() {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void apiWithoutCredentialsIsUnauthorized() {
		this.client.get().uri("/orders").exchange().expectStatus().isUnauthorized();
		this.client.get().uri("/customers").exchange().expectStatus().isUnauthorized();
	}

	@Test
	void ordersAreListedByPage() {
		get("/orders?page=1&size=5").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.page.totalElements")
			.isEqualTo(300)
			.jsonPath("$.content.length()")
			.isEqualTo(5)
			.jsonPath("$.content[0].id")
			.isEqualTo(6)
			.jsonPath("$.content[0].customer")
			.isNotEmpty()
			.jsonPath("$.content[0].lines")
			.isEqualTo(3);
	}

	@Test
	void ordersAreListedByStatus() {
		get("/orders?status=CANCELLED").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.page.totalElements")
			.isEqualTo(30);
	}

	@Test
	void orderShowsItsLines() {
		get("/orders/17").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.id")
			.isEqualTo(17)
			.jsonPath("$.lines[0].sku")
			.isEqualTo("CAB-USC");
	}

	@Test
	void unknownOrderIsNotFound() {
		get("/orders/4711").expectStatus().isNotFound();
	}

	@Test
	void customersAreListedByPage() {
		get("/customers").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.page.totalElements")
			.isEqualTo(40)
			.jsonPath("$.content[0].email")
			.isEqualTo("ada.abel@example.com");
	}

	/**
	 * CSRF protection refuses with 403 and forwards to the error page, which asks for
	 * credentials anew: the client sees 401.
	 */
	@Test
	void postWithoutCsrfTokenIsRefused() {
		this.client.post()
			.uri("/orders/1/payment")
			.headers((headers) -> headers.setBasicAuth("dev", "dev"))
			.exchange()
			.expectStatus()
			.isUnauthorized();
	}

	@Test
	void healthIsOnThePortOfTheManagement() {
		this.client.get()
			.uri("http://localhost:" + this.managementPort + "/actuator/health")
			.exchange()
			.expectStatus()
			.isOk();
	}

	private RestTestClient.ResponseSpec get(String uri) {
		return this.client.get().uri(uri).headers((headers) -> headers.setBasicAuth("dev", "dev")).exchange();
	}

}
