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

package dev.replboot.kit.patch;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.util.ReflectionUtils;

/**
 * A shop in which a customer on another thread buys again and again.
 */
@NullUnmarked
class BusyShop {

	private final AtomicBoolean over = new AtomicBoolean();

	private final Shop shop = new Shop();

	private final Thread customer = new Thread(this::buy, "customer");

	BusyShop() {
		this.customer.start();
	}

	private void buy() {
		for (int i = 0; !this.over.get(); i++) {
			try {
				this.shop.buy(i % 10, "apple");
			}
			catch (IllegalArgumentException ex) {
				// nothing is bought
			}
			// the other processor is for the rest
			LockSupport.parkNanos(100_000);
		}
	}

	void close() throws InterruptedException {
		this.over.set(true);
		this.customer.join();
	}

	/**
	 * What is watched.
	 */
	static class Shop {

		private static final Method RING = ReflectionUtils.findMethod(Drawer.class, "ring");

		private final Drawer till = proxied();

		// an aspect around a JDK's proxy around an aspect around a subclass
		private static Drawer proxied() {
			ProxyFactory classes = new ProxyFactory(new Till());
			classes.setProxyTargetClass(true);
			classes.addAdvice((MethodInterceptor) MethodInvocation::proceed);
			ProxyFactory interfaces = new ProxyFactory((Drawer) classes.getProxy());
			interfaces.setInterfaces(Drawer.class);
			interfaces.setProxyTargetClass(false);
			interfaces.addAdvice((MethodInterceptor) MethodInvocation::proceed);
			return (Drawer) interfaces.getProxy();
		}

		String buy(int count, String what) {
			if (count == 0) {
				throw new IllegalArgumentException("none");
			}
			slow();
			try {
				RING.invoke(this.till);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
			return count + " " + what;
		}

		void slow() {
			press();
			wrap();
		}

		private void press() {
			java.util.concurrent.locks.LockSupport.parkNanos(6_000_000);
		}

		private void wrap() {
			java.util.concurrent.locks.LockSupport.parkNanos(3_000_000);
		}

	}

	/**
	 * What is behind proxies.
	 */
	public interface Drawer {

		/**
		 * Something that takes its time.
		 */
		void ring();

	}

	/**
	 * What is behind the last of them.
	 */
	public static class Till implements Drawer {

		@Override
		public void ring() {
			open();
		}

		private void open() {
			LockSupport.parkNanos(6_000_000);
		}

	}

}
