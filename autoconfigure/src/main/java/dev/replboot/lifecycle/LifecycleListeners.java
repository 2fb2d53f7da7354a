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

import java.util.List;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.text.RecordAdvice;
import dev.replboot.text.VisibleThrowable;

/**
 * The listeners of the lifecycle, and what their errors mean. Before something happens,
 * an error prevents it. Afterwards, an error is logged, because what has happened stays.
 */
final class LifecycleListeners {

	private static final Log logger = LogFactory.getLog(LifecycleListeners.class);

	private final List<LifecycleListener> all;

	LifecycleListeners(List<LifecycleListener> all) {
		this.all = List.copyOf(all);
	}

	List<LifecycleListener> all() {
		return this.all;
	}

	/**
	 * Record what is about to happen.
	 * @param refusal what doesn't happen if a listener fails
	 * @param call the call of one listener
	 * @throws ReplRefusedException if a listener fails
	 */
	void record(String refusal, Consumer<LifecycleListener> call) {
		try {
			this.all.forEach(call);
		}
		catch (ReplRefusedException ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			logger.warn(refusal + ", because that could not be recorded", VisibleThrowable.of(ex));
			throw new ReplRefusedException(Reason.UNAVAILABLE,
					refusal + ", because that could not be recorded: " + ex + RecordAdvice.SENTENCE);
		}
	}

	/**
	 * Tell each listener what has happened.
	 * @param call the call of one listener
	 */
	void tell(Consumer<LifecycleListener> call) {
		for (LifecycleListener listener : this.all) {
			try {
				call.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				logger.error("What happened to the REPL could not be recorded", VisibleThrowable.of(ex));
			}
		}
	}

}
