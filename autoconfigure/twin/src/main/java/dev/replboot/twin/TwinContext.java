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

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.weaving.LoadTimeWeaverAware;
import org.springframework.core.ResolvableType;

/**
 * An application context which makes no bean before it is asked for, starts none, and
 * tells none that it was refreshed, started or closed.
 */
final class TwinContext extends AnnotationConfigApplicationContext {

	private final StartedBeans started = new StartedBeans();

	TwinContext() {
		super(new TwinBeanFactory());
		this.started.setBeanFactory(getBeanFactory());
	}

	/**
	 * The beans to stop before any is destroyed.
	 * @return the beans that were started
	 */
	StartedBeans started() {
		return this.started;
	}

	// neither the lifecycle processor nor the event that schedulers and listeners start
	// at
	@Override
	protected void finishRefresh() {
		resetCommonCaches();
		clearResourceCaches();
	}

	@Override
	protected void publishEvent(Object event, @Nullable ResolvableType type) {
		if (!(event instanceof ApplicationContextEvent)) {
			super.publishEvent(event, type);
		}
	}

	@Override
	public void start() {
		throw new IllegalStateException(
				"The twin starts no lifecycle beans. Start one on purpose, by its own start method.");
	}

	@Override
	public void stop() {
		this.started.stop();
	}

	// whoever closes it, also the hook of Spring Boot, which runs beside others: a REPL
	// that is open then needs its record to the end
	@Override
	protected void doClose() {
		if (isActive()) {
			this.started.onClose();
		}
		super.doClose();
	}

	/**
	 * A bean factory that makes beans when they are asked for.
	 */
	private static final class TwinBeanFactory extends DefaultListableBeanFactory {

		@Override
		public void preInstantiateSingletons() {
			// neither beans nor what they do when all are there
		}

		// a context makes these early, although nobody weaves here; an entity manager
		// factory is one, and takes seconds
		@Override
		public String[] getBeanNamesForType(@Nullable Class<?> type, boolean nonSingletons, boolean eager) {
			return (type == LoadTimeWeaverAware.class) ? new String[0]
					: super.getBeanNamesForType(type, nonSingletons, eager);
		}

	}

}
