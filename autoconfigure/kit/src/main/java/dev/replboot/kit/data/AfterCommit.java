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

package dev.replboot.kit.data;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalApplicationListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ReflectionUtils;

/**
 * What waits for the end of the current transaction and doesn't happen when that is
 * rolled back: listeners of application events.
 */
final class AfterCommit {

	private AfterCommit() {
	}

	static List<String> waiting() {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			return List.of();
		}
		Map<String, Integer> events = new TreeMap<>();
		for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
			if (synchronization.getClass().getName().contains("TransactionalApplicationListener")
					&& !isCalledByRollback(synchronization)) {
				events.merge(event(synchronization), 1, Integer::sum);
			}
		}
		List<String> sentences = new ArrayList<>();
		events.forEach((event,
				count) -> sentences.add(event + " was not delivered to " + count
						+ ((count == 1) ? " listener that waits" : " listeners that wait")
						+ " for the commit (@TransactionalEventListener)."));
		return sentences;
	}

	private static boolean isCalledByRollback(TransactionSynchronization synchronization) {
		return field(synchronization, "listener") instanceof TransactionalApplicationListener<?> listener
				&& (listener.getTransactionPhase() == TransactionPhase.AFTER_ROLLBACK
						|| listener.getTransactionPhase() == TransactionPhase.AFTER_COMPLETION);
	}

	private static String event(TransactionSynchronization synchronization) {
		Object event = field(synchronization, "event");
		Object payload = (event instanceof PayloadApplicationEvent<?> wrapped) ? wrapped.getPayload() : event;
		return (payload != null) ? payload.getClass().getSimpleName() : "its event";
	}

	// In another release of Spring than those known here, this is null.
	private static @Nullable Object field(TransactionSynchronization synchronization, String name) {
		Field field = ReflectionUtils.findField(synchronization.getClass(), name);
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, synchronization);
	}

}
