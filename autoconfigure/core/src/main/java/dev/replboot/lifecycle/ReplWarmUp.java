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

package dev.replboot.lifecycle;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

import dev.replboot.api.Internal;

/**
 * Loads Clojure in the background, at low priority, once the application is ready, so
 * that the REPL opens at once. For one opening: what it has loaded is used up by it, and
 * let go of when the application ends first.
 */
@Internal
public final class ReplWarmUp implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	private final ReplOpener opener;

	/**
	 * Create the warm-up.
	 * @param opener opens the REPL later
	 */
	public ReplWarmUp(ReplOpener opener) {
		this.opener = opener;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.opener.prepare();
	}

	@Override
	public void destroy() {
		this.opener.discardPrepared();
	}

}
