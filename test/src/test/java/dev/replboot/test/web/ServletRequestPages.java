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

package dev.replboot.test.web;

import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.RedirectView;

/**
 * Handlers of Spring MVC that answer from what the request has: a form, a body, headers,
 * cookies, a session or a principal.
 */
@Controller
@ResponseBody
public class ServletRequestPages {

	@PostMapping("/payment")
	String payment(@RequestParam(defaultValue = "CARD") String method) {
		return "saved " + method;
	}

	@PostMapping("/model")
	Map<String, Object> model(@ModelAttribute Order order) {
		return new TreeMap<>(Map.of("name", order.getName(), "amount", order.getAmount()));
	}

	@PutMapping("/payment")
	String put(@RequestParam String method) {
		return "put " + method;
	}

	@PatchMapping("/payment")
	String patch(@RequestParam String method, HttpServletRequest request) {
		return "patched " + method + " of " + request.getParameterMap().size();
	}

	@RequestMapping("/parameters")
	Map<String, String[]> parameters(HttpServletRequest request) {
		return request.getParameterMap();
	}

	@PostMapping("/text")
	String text(@RequestBody String body) {
		return body;
	}

	@PostMapping("/json")
	Map<String, Object> json(@RequestBody Map<String, Object> body) {
		return new TreeMap<>(body);
	}

	@GetMapping("/who")
	Callable<String> who(HttpServletRequest request) {
		return () -> String.valueOf(request.getRemoteUser());
	}

	@PostMapping("/flash")
	RedirectView flash(RedirectAttributes attributes) {
		attributes.addFlashAttribute("message", "saved");
		attributes.addAttribute("id", 7);
		return new RedirectView("/flashed", true);
	}

	@GetMapping("/flashed")
	String flashed(@ModelAttribute("message") String message) {
		return "message: " + message;
	}

	@GetMapping("/count")
	String count(HttpSession session) {
		Integer count = (Integer) session.getAttribute("count");
		session.setAttribute("count", (count != null) ? count + 1 : 1);
		return "count " + session.getAttribute("count");
	}

	@GetMapping("/logout")
	String logout(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			session.invalidate();
		}
		return String.valueOf(request.getSession(false));
	}

	@GetMapping("/cookies")
	String cookies(@CookieValue(defaultValue = "none") String taste, HttpServletResponse response) {
		Cookie cookie = new Cookie("seen", "yes");
		cookie.setPath("/");
		cookie.setHttpOnly(true);
		cookie.setMaxAge(0);
		cookie.setAttribute("SameSite", "Lax");
		response.addCookie(cookie);
		response.addCookie(new Cookie("plain", "1"));
		return taste;
	}

	@GetMapping("/redirect")
	RedirectView redirect() {
		return new RedirectView("/elsewhere?a=b", true);
	}

	@GetMapping("/sent-away")
	void sentAway(HttpServletResponse response) throws IOException {
		response.sendRedirect("beside");
	}

	@GetMapping("/created")
	ResponseEntity<Void> created(HttpServletRequest request) {
		return ResponseEntity.status(HttpStatus.CREATED).header("Location", request.getRequestURL() + "/1").build();
	}

	@GetMapping("/forwarded")
	void forwarded(HttpServletRequest request, HttpServletResponse response) throws Exception {
		request.getRequestDispatcher("/parameters?more=1").forward(request, response);
	}

	@GetMapping("/headers")
	Map<String, String> headers(@RequestHeader("x-one") String one, HttpServletRequest request) {
		return new TreeMap<>(Map.of("one", one, "url", request.getRequestURL().toString(), "uri",
				request.getRequestURI(), "path", request.getServletPath(), "locale", request.getLocale().toString()));
	}

	@GetMapping(path = "/latin", produces = "text/plain;charset=ISO-8859-1")
	String latin() {
		return "é";
	}

	@GetMapping("/principal")
	String principal(@Nullable Principal principal, HttpServletRequest request) {
		return ((principal != null) ? principal.getName() : "nobody") + request.isUserInRole("USER");
	}

	@GetMapping("/sign-out")
	String signOut() {
		SecurityContextHolder.getContext().setAuthentication(null);
		SecurityContextHolder.clearContext();
		return "out";
	}

	@GetMapping("/login")
	String login(HttpServletRequest request) throws Exception {
		request.login("ann", "ann");
		return "in";
	}

	@GetMapping(path = "/page", produces = MediaType.TEXT_HTML_VALUE)
	String page() {
		return "<p>page</p>";
	}

	/**
	 * What a form is bound to.
	 */
	public static class Order {

		private String name = "";

		private int amount;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public int getAmount() {
			return this.amount;
		}

		public void setAmount(int amount) {
			this.amount = amount;
		}

	}

}
