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

package dev.replboot.runtime.stop;

import java.lang.invoke.MethodHandle;

/**
 * The poll of the host's own classes. They are shared by all runtimes, so it looks for a
 * stop whenever there is one in any of them.
 */
public final class HostPollSite {

	static final PollSite SITE = new PollSite();

	private static final MethodHandle INVOKER = SITE.invoker();

	private HostPollSite() {
	}

	/**
	 * Do nothing, unless the evaluation that the calling thread works for is being
	 * stopped.
	 * @throws dev.replboot.runtime.EvaluationStoppedError if it is
	 */
	public static void poll() {
		try {
			INVOKER.invokeExact();
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
