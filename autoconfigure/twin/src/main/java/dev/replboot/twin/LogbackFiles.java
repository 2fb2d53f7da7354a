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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.AppenderAttachable;
import org.slf4j.LoggerFactory;

/**
 * The files that Logback appends to. Is only loaded if Logback is there.
 */
final class LogbackFiles {

	private LogbackFiles() {
	}

	static void detach(Set<String> files) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			context.getLoggerList().forEach((logger) -> detach(logger, files));
		}
	}

	private static <E> void detach(AppenderAttachable<E> from, Set<String> files) {
		List<Appender<E>> appenders = new ArrayList<>();
		for (Iterator<Appender<E>> all = from.iteratorForAppenders(); all.hasNext();) {
			appenders.add(all.next());
		}
		for (Appender<E> appender : appenders) {
			if (appender instanceof FileAppender<E> file) {
				files.add(String.valueOf(file.getFile()));
				from.detachAppender(file);
				file.stop();
			}
			else if (appender instanceof AppenderAttachable<?> more) {
				detach(more, files);
			}
		}
	}

}
