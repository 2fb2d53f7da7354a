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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Keeps out of the log files that the application's own configuration of Logback or Log4j
 * names: the active process writes there. Comes as soon as that configuration is there.
 */
final class LogFiles implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private final Set<String> files = new LinkedHashSet<>();

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		detach();
	}

	/**
	 * Take out what appends to files.
	 */
	void detach() {
		if (isPresent("ch.qos.logback.classic.LoggerContext")) {
			LogbackFiles.detach(this.files);
		}
		if (isPresent("org.apache.logging.log4j.core.LoggerContext")) {
			Log4jFiles.detach(this.files);
		}
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, LogFiles.class.getClassLoader());
	}

	/**
	 * The files that aren't written.
	 * @return their names
	 */
	List<String> names() {
		return List.copyOf(this.files);
	}

}
