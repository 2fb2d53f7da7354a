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

package dev.replboot.test.effects;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * An application that changes a database's schema in every way, runs jobs, and listens to
 * three brokers. Tells on standard output what can't be seen elsewhere.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class EffectsApplication {

	public static void main(String[] arguments) {
		System.setProperty("spring.config.name", "effects");
		SpringApplication.run(EffectsApplication.class, arguments);
	}

	@Bean
	org.springframework.batch.core.job.Job batchJob(JobRepository repository, PlatformTransactionManager manager) {
		return new org.springframework.batch.core.job.builder.JobBuilder("batch", repository)
			.start(new StepBuilder("step", repository).tasklet((contribution, context) -> {
				System.out.println("EFFECT batch");
				return RepeatStatus.FINISHED;
			}, manager).build())
			.build();
	}

	@Bean
	JobDetail quartzJob() {
		return JobBuilder.newJob(QuartzJob.class).withIdentity("quartz").storeDurably().build();
	}

	@Bean
	Trigger quartzTrigger(JobDetail job) {
		return TriggerBuilder.newTrigger().forJob(job).startNow().build();
	}

	@Bean
	Listeners listeners() {
		return new Listeners();
	}

	/**
	 * Runs when the scheduler does.
	 */
	public static class QuartzJob implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			System.out.println("EFFECT quartz");
		}

	}

	/**
	 * Of messages.
	 */
	static class Listeners {

		@JmsListener(destination = "orders")
		void jms(String message) {
			System.out.println("EFFECT jms");
		}

		@KafkaListener(topics = "orders")
		void kafka(String message) {
			System.out.println("EFFECT kafka");
		}

		@RabbitListener(queues = "orders")
		void rabbit(String message) {
			System.out.println("EFFECT rabbit");
		}

	}

	/**
	 * Has a table.
	 */
	@Entity(name = "by_hibernate")
	public static class Row {

		@Id
		private Long id;

	}

}
