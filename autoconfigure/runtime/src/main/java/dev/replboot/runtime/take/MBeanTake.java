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

import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectInstance;
import javax.management.ObjectName;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * Beans of the JMX server.
 */
final class MBeanTake implements Take {

	private static final Log logger = LogFactory.getLog(MBeanTake.class);

	@Override
	public boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		return name.equals("registerMBean") && MBeanServer.class.isAssignableFrom(owner);
	}

	@Override
	public @Nullable Object make(Call call) throws Throwable {
		Object result = call.proceed();
		if (call.target() instanceof MBeanServer server && result instanceof ObjectInstance instance) {
			ObjectName name = instance.getObjectName();
			Takings.took(Taken.Item.change("MBean " + name, "registered", () -> unregister(server, name)));
		}
		return result;
	}

	private static void unregister(MBeanServer server, ObjectName name) throws Exception {
		try {
			server.unregisterMBean(name);
		}
		catch (InstanceNotFoundException ex) {
			logger.trace("It has gone before", ex);
		}
	}

}
