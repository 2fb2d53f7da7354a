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

package dev.replboot.kit.data.image;

import java.io.IOException;

/**
 * Receiver of all changes of a transaction, one after the other, while the transaction is
 * still open. What receives them decides what of them it keeps, so that any number of
 * changes needs bounded memory.
 */
public interface ImageSink extends AutoCloseable {

	/**
	 * Receiver that keeps nothing.
	 */
	ImageSink DROPPING = new ImageSink() {

		@Override
		public void accept(ImageChange change) {
		}

		@Override
		public void close() {
		}

	};

	/**
	 * Receive a change.
	 * @param change the change
	 * @throws IOException if it can't be kept. The transaction is rolled back then
	 */
	void accept(ImageChange change) throws IOException;

	/**
	 * The database is MariaDB, which takes no statement that is longer.
	 * @param bytes the length of the longest statement
	 */
	default void bound(long bytes) {
	}

	@Override
	void close() throws IOException;

}
