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

package dev.replboot.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration of what happens when the REPL has closed.
 */
@ConfigurationProperties("repl.closing")
public class ClosingProperties {

	/**
	 * Time for which a thread checks whether the JVM has unloaded a closed REPL. With 0,
	 * only GET, the meter and the health indicator check it.
	 */
	private Duration watch = Duration.ofMinutes(10);

	public Duration getWatch() {
		return this.watch;
	}

	public void setWatch(Duration watch) {
		this.watch = watch;
	}

}
