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

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * Finds the collection inside of one that {@code java.util.Collections} has put around
 * it. Its methods would ask that one, which may load itself, and its fields are closed to
 * reflection. To write it as an object names what is inside before it is looked at.
 */
final class WrappedCollection extends ObjectOutputStream {

	private final Object wrapper;

	private @Nullable Object wrapped;

	private WrappedCollection(Object wrapper) throws IOException {
		super(OutputStream.nullOutputStream());
		this.wrapper = wrapper;
		enableReplaceObject(true);
	}

	/**
	 * Find it.
	 * @param collection any object of Java's own
	 * @return the collection inside, or {@code null} if there is none
	 */
	static @Nullable Object in(Object collection) {
		String name = collection.getClass().getName();
		if (!(collection instanceof Serializable) || !(name.startsWith("java.util.Collections$Unmodifiable")
				|| name.startsWith("java.util.Collections$Checked")
				|| name.startsWith("java.util.Collections$SetFromMap"))) {
			// A synchronized collection would wait for other threads.
			return null;
		}
		try (WrappedCollection stream = new WrappedCollection(collection)) {
			return stream.find();
		}
		catch (IOException ex) {
			return null;
		}
	}

	private @Nullable Object find() throws IOException {
		try {
			writeObject(this.wrapper);
		}
		catch (FoundException ex) {
			// The collection is found.
		}
		return this.wrapped;
	}

	@Override
	protected Object replaceObject(Object object) {
		if (object == this.wrapper) {
			return object;
		}
		this.wrapped = object;
		throw new FoundException();
	}

	// A checked exception would be written to the stream as well.
	private static final class FoundException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		FoundException() {
			super("found", null, false, false);
		}

	}

}
