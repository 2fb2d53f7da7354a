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

package dev.replboot.runtime;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Tells each of several guard listeners.
 */
final class GuardListeners implements GuardListener {

	private final List<GuardListener> listeners;

	GuardListeners(List<GuardListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void refused(String what) {
		tellAll((listener) -> listener.refused(what));
	}

	@Override
	public void permitted(String what) {
		tellAll((listener) -> listener.permitted(what));
	}

	private void tellAll(Consumer<GuardListener> task) {
		Throwable first = null;
		for (GuardListener listener : this.listeners) {
			Throwable thrown = tell(listener, task);
			first = (first != null) ? first : thrown;
		}
		if (first instanceof Error error) {
			throw error;
		}
		if (first instanceof RuntimeException exception) {
			throw exception;
		}
	}

	private static @Nullable Throwable tell(GuardListener listener, Consumer<GuardListener> task) {
		try {
			task.accept(listener);
			return null;
		}
		catch (RuntimeException | Error ex) {
			return ex;
		}
	}

}
