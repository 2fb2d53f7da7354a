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

package dev.replboot.runtime.take;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * Subscriptions: whoever subscribes gets what ends it.
 */
final class SubscriptionTake implements Take {

	private static final List<String> ENDS = List.of("dispose", "cancel", "unsubscribe", "close");

	static boolean mayConcern(String name) {
		return name.startsWith("subscribe");
	}

	@Override
	public boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		return mayConcern(name) && !result.isPrimitive() && !Evaluated.isOfRuntime(owner);
	}

	@Override
	public @Nullable Object make(Call call) throws Throwable {
		Object result = call.proceed();
		Method end = (result != null && !Evaluated.isOfRuntime(result.getClass())) ? end(result.getClass()) : null;
		if (end != null) {
			Object subscription = Objects.requireNonNull(result);
			Method over = find(subscription.getClass(), "isDisposed");
			Object target = call.target();
			String what = "subscription to " + ((target != null) ? target.getClass() : call.owner()).getSimpleName();
			Takings.took(new Taken.Item(what, true, "added", subscription, () -> true,
					() -> over != null && Boolean.TRUE.equals(invokeQuietly(over, subscription)),
					() -> invoke(end, subscription)));
		}
		return result;
	}

	private static @Nullable Method end(Class<?> type) {
		return ENDS.stream().map((name) -> find(type, name)).filter(Objects::nonNull).findFirst().orElse(null);
	}

	private static @Nullable Method find(Class<?> type, String name) {
		Method method = ClassUtils.getMethodIfAvailable(type, name);
		if (method == null) {
			return null;
		}
		Method accessible = ClassUtils.getPubliclyAccessibleMethodIfPossible(method, type);
		return accessible.trySetAccessible() ? accessible : null;
	}

	private static @Nullable Object invokeQuietly(Method method, Object target) {
		try {
			return invoke(method, target);
		}
		catch (Exception ex) {
			return null;
		}
	}

	private static @Nullable Object invoke(Method method, Object target) throws Exception {
		try {
			return method.invoke(target);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

}
