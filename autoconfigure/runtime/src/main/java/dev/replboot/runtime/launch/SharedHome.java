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

package dev.replboot.runtime.launch;

import java.security.ProtectionDomain;

import dev.replboot.runtime.stop.RuntimeHome;
import dev.replboot.runtime.stop.RuntimeScopes;
import dev.replboot.runtime.weave.ClassWeaver;
import dev.replboot.runtime.weave.SharedWeaver;

/**
 * Stands between the application's class loader and the loaders of what is evaluated, and
 * defines nothing itself.
 */
final class SharedHome extends ClassLoader implements RuntimeHome {

	private final RuntimeScopes scopes;

	SharedHome(String name, ClassLoader application, RuntimeScopes scopes) {
		super(name, application);
		this.scopes = scopes;
	}

	@Override
	public RuntimeScopes scopes() {
		return this.scopes;
	}

	@Override
	public byte[] weave(ClassLoader loader, byte[] bytes) {
		return SharedWeaver.weave(ClassWeaver.weave(loader, bytes));
	}

	@Override
	public ProtectionDomain protectionDomain() {
		return SharedHome.class.getProtectionDomain();
	}

}
