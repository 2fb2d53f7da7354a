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

package dev.replboot.listener;

import java.nio.ByteBuffer;

/**
 * What a connection's input is for. Called on the thread that serves all connections, so
 * nothing here may block.
 */
public interface ConnectionHandler {

	/**
	 * Bytes came in.
	 * @param bytes what came; to be consumed whole
	 */
	void received(ByteBuffer bytes);

	/**
	 * The other end won't send any more. It may still read.
	 */
	void inputEnded();

	/**
	 * The connection is gone.
	 */
	void closed();

	/**
	 * Some time has passed, about a quarter of a second.
	 * @param nanoTime now
	 */
	void tick(long nanoTime);

}
