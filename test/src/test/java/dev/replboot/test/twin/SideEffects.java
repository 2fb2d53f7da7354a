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

package dev.replboot.test.twin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.ContextStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * An application that does something of every kind when it starts, and writes each to a
 * file. Ends when it is ready.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableScheduling
public class SideEffects {

	private static final CountDownLatch TICK = new CountDownLatch(1);

	public static void main(String[] arguments) {
		SpringApplication.run(SideEffects.class, arguments);
	}

	static void happened(String what) {
		try {
			Files.writeString(Path.of(System.getProperty("effects")), what + "\n", StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Bean
	ApplicationRunner runner() {
		return (arguments) -> happened("runner");
	}

	@Bean
	CommandLineRunner commandLineRunner() {
		return (arguments) -> happened("command line runner");
	}

	@Bean
	SmartInitializingSingleton initializing() {
		return () -> happened("all singletons");
	}

	@Bean
	ApplicationListener<ContextRefreshedEvent> refreshed() {
		return (event) -> happened("refreshed");
	}

	@Bean
	ApplicationListener<ContextStartedEvent> startedEvent() {
		return (event) -> happened("started");
	}

	@Bean
	ApplicationListener<ContextClosedEvent> closed() {
		return (event) -> happened("closed");
	}

	@Bean
	Constructed constructed() {
		return new Constructed();
	}

	@Bean
	@Lazy(false)
	Eager eager() {
		return new Eager();
	}

	@Bean
	Poller poller() {
		return new Poller();
	}

	@Bean
	Ticker ticker() {
		return new Ticker();
	}

	@Bean
	Ready ready() {
		return new Ready();
	}

	static class Constructed {

		@PostConstruct
		void construct() {
			happened("constructed");
		}

		@PreDestroy
		void destroy() {
			happened("destroyed");
		}

	}

	static class Eager {

		@PostConstruct
		void construct() {
			happened("eager");
		}

	}

	static class Poller implements SmartLifecycle {

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
			happened("lifecycle");
		}

		@Override
		public void stop() {
			this.running = false;
			happened("no lifecycle");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	static class Ticker {

		@Scheduled(fixedRate = 10)
		void tick() {
			if (TICK.getCount() > 0) {
				happened("tick");
				TICK.countDown();
			}
		}

	}

	static class Ready {

		@EventListener(ApplicationReadyEvent.class)
		void ready() throws InterruptedException {
			TICK.await(60, TimeUnit.SECONDS);
			happened("ready");
			System.exit(0);
		}

	}

}
