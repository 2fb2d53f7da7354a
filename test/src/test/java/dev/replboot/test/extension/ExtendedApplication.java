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

package dev.replboot.test.extension;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.peer.PeerMapping;
import dev.replboot.access.standing.Standing;
import dev.replboot.access.standing.StandingSource;
import dev.replboot.audit.AuditLossListener;
import dev.replboot.audit.AuditSink;
import dev.replboot.audit.ReplAuditEvent;
import dev.replboot.endpoint.web.servlet.ReplSecurityCustomizer;
import dev.replboot.eval.EvaluationIntent;
import dev.replboot.eval.EvaluationListener;
import dev.replboot.eval.EvaluationOutcome;
import dev.replboot.eval.EvaluationRefusedException;
import dev.replboot.kit.KitContribution;
import dev.replboot.kit.ReplKitContributor;
import dev.replboot.lifecycle.CloseReport;
import dev.replboot.lifecycle.Lease;
import dev.replboot.lifecycle.LifecycleListener;
import dev.replboot.runtime.GuardListener;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionListener;

/**
 * An application with a bean of each type that the starter looks for.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ExtendedApplication {

	@Bean
	Notes notes() {
		return new Notes();
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(
				User.withUsername("ann").password("{noop}pw").roles("REPL_ADMIN").build());
	}

	@Bean
	ReplKitContributor orders() {
		return new ReplKitContributor() {

			@Override
			public String name() {
				return "orders";
			}

			@Override
			public void contribute(KitContribution contribution) {
				contribution.title("Orders").function("order-total", "[id]", "The total of an order.", (arguments) -> {
					Object id = arguments.get(0);
					return "total of " + id;
				});
			}

		};
	}

	@Bean
	AuditSink queue(Notes notes) {
		return new AuditSink() {

			@Override
			public String name() {
				return "queue";
			}

			@Override
			public void write(List<ReplAuditEvent> events) {
				if (notes.isQueueDown()) {
					throw new IllegalStateException("the queue is down");
				}
				events.forEach((event) -> notes.add("audit: " + event.type() + " " + event.entries().get("form")));
			}

		};
	}

	@Bean
	AuditLossListener losses(Notes notes) {
		return (sink, events) -> notes.add("lost: " + sink);
	}

	@Bean
	LifecycleListener lifecycle(Notes notes) {
		return new LifecycleListener() {

			@Override
			public void opened(Lease lease) {
				notes.add("opened");
			}

			@Override
			public void closed(Lease lease, String by, CloseReport report) {
				notes.add("closed by " + by + ", sessions " + report.sessions());
			}

		};
	}

	@Bean
	SessionListener sessions(Notes notes) {
		return new SessionListener() {

			@Override
			public void started(ReplSession session) {
				notes.add("started: " + session.principal().name() + " over " + session.protocol());
			}

			@Override
			public void ended(ReplSession session) {
				notes.add("ended: " + session.principal().name());
			}

		};
	}

	@Bean
	EvaluationListener evaluations(Notes notes) {
		return new EvaluationListener() {

			@Override
			public void intended(EvaluationIntent intent) {
				if (intent.form().contains("spit")) {
					throw new EvaluationRefusedException("Nobody writes files here. Ask the platform team.", null);
				}
			}

			@Override
			public void completed(EvaluationIntent intent, EvaluationOutcome outcome) {
				notes.add("completed: " + intent.form() + " " + outcome.status());
			}

		};
	}

	@Bean
	DenialListener denials(Notes notes) {
		return (denial) -> notes.add("denied: " + denial.reason() + " " + denial.protocol());
	}

	@Bean
	GuardListener guards(Notes notes) {
		return new GuardListener() {

			@Override
			public void refused(String what) {
				notes.add("refused: " + what);
			}

		};
	}

	@Bean
	StandingSource personnel(Notes notes) {
		return (principal) -> new StandingSource.Found(new Standing() {

			@Override
			public @Nullable String fault() {
				return notes.isGone(principal.name()) ? "The person has left." : null;
			}

			@Override
			public String words() {
				return "The personnel department is asked.";
			}

		}, null, null);
	}

	@Bean
	SanitizingFunction codes() {
		return (data) -> data.getKey().equals("acme.code") ? data.withSanitizedValue() : data;
	}

	@Bean
	ReplSecurityCustomizer desks() {
		return (http) -> http.authorizeHttpRequests(
				(requests) -> requests.requestMatchers((request) -> request.getHeader("X-Desk") == null).denyAll());
	}

	/**
	 * Knows operating-system users as people of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Mapped {

		@Bean
		PeerMapping people() {
			return Person::new;
		}

	}

	/**
	 * An operating-system user whom the application lets use the REPL.
	 *
	 * @param user the user's name
	 */
	record Person(String user) implements ReplPrincipal {

		@Override
		public String name() {
			return "person " + this.user;
		}

		@Override
		public Set<String> authorities() {
			return Set.of("ROLE_REPL_USER");
		}

		@Override
		public Runnable enter() {
			return () -> {
			};
		}

	}

}
