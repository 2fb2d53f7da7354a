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

package dev.replboot.twin;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * Methods of beans that something calls in the active process, and nothing calls in a
 * twin. No bean is built to find them.
 */
enum UncalledMethods {

	/**
	 * Called by a scheduler.
	 */
	SCHEDULED("scheduled-methods-left-out", "org.springframework.scheduling.annotation.Scheduled",
			"org.springframework.scheduling.annotation.Schedules"),

	/**
	 * Called with events of the application.
	 */
	EVENT_LISTENERS("event-listeners-left-out", "org.springframework.context.event.EventListener"),

	/**
	 * Called with messages of a broker.
	 */
	MESSAGE_LISTENERS("message-listeners-left-out", "org.springframework.jms.annotation.JmsListener",
			"org.springframework.jms.annotation.JmsListeners", "org.springframework.kafka.annotation.KafkaListener",
			"org.springframework.kafka.annotation.KafkaListeners",
			"org.springframework.amqp.rabbit.annotation.RabbitListener",
			"org.springframework.amqp.rabbit.annotation.RabbitListeners",
			"org.springframework.pulsar.annotation.PulsarListener", "io.awspring.cloud.sqs.annotation.SqsListener");

	private final String title;

	// by name, because most are of optional libraries
	private final List<String> annotations;

	UncalledMethods(String title, String... annotations) {
		this.title = title;
		this.annotations = List.of(annotations);
	}

	String title() {
		return this.title;
	}

	/**
	 * Find them.
	 * @param beans the bean factory
	 * @param own which classes are the application's
	 * @return the methods, such as {@code OverdueOrders.mark}
	 */
	List<String> find(ConfigurableListableBeanFactory beans, Predicate<Class<?>> own) {
		Set<String> methods = new TreeSet<>();
		for (String name : beans.getBeanDefinitionNames()) {
			Class<?> type = userClass(beans.getType(name, false));
			if (type != null && own.test(type)) {
				methods.addAll(names(type));
			}
		}
		return List.copyOf(methods);
	}

	private List<String> names(Class<?> type) {
		try {
			return MethodIntrospector.selectMethods(type, this::isAnnotated)
				.stream()
				.map((method) -> type.getSimpleName() + '.' + method.getName())
				.toList();
		}
		catch (IllegalStateException ex) {
			// a class that its methods name is missing; the bean can't be built either
			return List.of(type.getSimpleName() + ": " + ex.getMessage());
		}
	}

	private static @Nullable Class<?> userClass(@Nullable Class<?> type) {
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	private boolean isAnnotated(Method method) {
		MergedAnnotations found = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		return this.annotations.stream().anyMatch(found::isPresent);
	}

}
