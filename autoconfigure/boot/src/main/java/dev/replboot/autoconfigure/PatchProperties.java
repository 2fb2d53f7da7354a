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

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration of patches of the application's methods.
 */
@ConfigurationProperties("repl.patch")
public class PatchProperties {

	/**
	 * Maximum time that a patch can outlive its session.
	 */
	private Duration max = Duration.ofHours(8);

	/**
	 * File that lists the patches that are kept, so that the next start of the
	 * application logs those that are gone.
	 */
	private @Nullable Path journal;

	public @Nullable Path getJournal() {
		return this.journal;
	}

	public void setJournal(@Nullable Path journal) {
		this.journal = journal;
	}

	public Duration getMax() {
		return this.max;
	}

	public void setMax(Duration max) {
		this.max = max;
	}

}
