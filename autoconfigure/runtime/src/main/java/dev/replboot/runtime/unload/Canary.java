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

package dev.replboot.runtime.unload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;

/**
 * A class loader with a class that nobody needs. A collection that unloads it would have
 * unloaded any other class loader that nobody holds. Counts of collections say less: most
 * collections unload no classes.
 */
final class Canary extends ClassLoader {

	private static final String EGG = Canary.class.getName() + "$Egg";

	private Canary(byte[] egg) {
		super("repl-canary", null);
		defineClass(EGG, egg, 0, egg.length);
	}

	/**
	 * Make one that nobody holds.
	 * @param queue where its reference goes
	 * @return a reference that is cleared by the next collection that unloads classes
	 */
	static Reference<ClassLoader> release(ReferenceQueue<ClassLoader> queue) {
		return new PhantomReference<>(new Canary(bytes()), queue);
	}

	private static byte[] bytes() {
		try (InputStream in = Canary.class.getResourceAsStream("Canary$Egg.class")) {
			if (in == null) {
				throw new IllegalStateException("The class file of " + EGG + " is missing.");
			}
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What the loader defines.
	 */
	static final class Egg {

		private Egg() {
		}

	}

}
